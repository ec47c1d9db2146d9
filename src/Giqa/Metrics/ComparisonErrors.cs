namespace Giqa.Metrics;

/// <summary>
/// Standard errors of the metrics of one generated set: how far a figure would stray with other images of the same source.
/// For QS, DS, precision, recall, density and coverage the models and balls are held; FID's is a jackknife over both sets.
/// </summary>
public sealed record ComparisonErrors
{
    /// <summary>Of QS.</summary>
    public double? Qs { get; init; }

    /// <summary>Of DS.</summary>
    public double? Ds { get; init; }

    /// <summary>Of FID.</summary>
    public double? Fid { get; init; }

    /// <summary>Of precision.</summary>
    public double? Precision { get; init; }

    /// <summary>Of recall.</summary>
    public double? Recall { get; init; }

    /// <summary>Of density.</summary>
    public double? Density { get; init; }

    /// <summary>Of coverage.</summary>
    public double? Coverage { get; init; }
}
