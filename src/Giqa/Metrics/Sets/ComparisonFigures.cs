namespace Giqa.Metrics;

/// <summary>The metrics of one generated set; null if one was not requested or could not be computed.</summary>
public sealed record ComparisonFigures
{
    /// <summary>QS: mean quality of the generated images under a model of the reals (GIQA eq. 9); 0 to 1.</summary>
    public double? Qs { get; init; }

    /// <summary>DS: mean quality of the reals under a model of the generated images (GIQA eq. 10); 0 to 1.</summary>
    public double? Ds { get; init; }

    /// <summary>FID; 0 or more, lower is better.</summary>
    public double? Fid { get; init; }

    /// <summary>KID's mean over subsets; lower is better.</summary>
    public double? KidMean { get; init; }

    /// <summary>KID's standard deviation over subsets.</summary>
    public double? KidStd { get; init; }

    /// <summary>The Inception Score's mean over splits; higher is better.</summary>
    public double? IsMean { get; init; }

    /// <summary>The Inception Score's standard deviation over splits.</summary>
    public double? IsStd { get; init; }

    /// <summary>Share of generated images within the reals' balls.</summary>
    public double? Precision { get; init; }

    /// <summary>Share of reals within the generated images' balls.</summary>
    public double? Recall { get; init; }

    /// <summary>Mean number of real balls around a generated image, divided by the number of neighbours.</summary>
    public double? Density { get; init; }

    /// <summary>Share of real balls that hold a generated image.</summary>
    public double? Coverage { get; init; }

    /// <summary>Metrics that have no member here, by their keys; null where there are none.</summary>
    public IReadOnlyDictionary<string, double>? Others { get; init; }
}
