namespace Giqa.Metrics;

/// <summary>
/// Standard errors of the metrics of one generated set: how far a figure would stray with other images of the same source.
/// What is fitted to a sample, or measured from its neighbours, counts with it: QS's calibration by 1 / 12 n, DS, recall and
/// coverage by parts of the generated set, all three over new reals, too; FID's is a jackknife over both sets. Precision and
/// density hold the reals' balls. Null where a set is too small to tell, or nothing in it varies.
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

    /// <summary>Of metrics that have no member here, by their keys; null where there are none.</summary>
    public IReadOnlyDictionary<string, double>? Others { get; init; }
}
