namespace Giqa.Metrics;

/// <summary>The metrics of one generated set, or their standard errors; null if one was not requested or could not be computed.</summary>
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

    /// <summary>A figure by its metric's key.</summary>
    internal double? this[string key] => key switch
    {
        "qs" => Qs,
        "ds" => Ds,
        "fid" => Fid,
        "kid" => KidMean,
        "is" => IsMean,
        "precision" => Precision,
        "recall" => Recall,
        "density" => Density,
        "coverage" => Coverage,
        _ => Others?.TryGetValue(key, out var value) == true ? value : null,
    };

    /// <summary>These with one figure replaced.</summary>
    internal ComparisonFigures With(string key, double value) => key switch
    {
        "qs" => this with { Qs = value },
        "ds" => this with { Ds = value },
        "fid" => this with { Fid = value },
        "kid" => this with { KidMean = value },
        "is" => this with { IsMean = value },
        "precision" => this with { Precision = value },
        "recall" => this with { Recall = value },
        "density" => this with { Density = value },
        "coverage" => this with { Coverage = value },
        _ => this with { Others = new SortedDictionary<string, double>(Others?.ToDictionary() ?? [], StringComparer.Ordinal) { [key] = value } },
    };
}
