namespace Giqa.Metrics;

/// <summary>The results for one generated set.</summary>
public sealed record ComparisonResult
{
    /// <summary>The set's name.</summary>
    public required string Input { get; init; }

    /// <summary>The metrics.</summary>
    public required ComparisonFigures Figures { get; init; }

    /// <summary>
    /// Their standard errors: how much a figure would vary with other images from the same source.
    /// The effect of a sample on what is fitted to it, or measured from its neighbours, is included: QS's calibration by 1 / 12 n, DS, recall and
    /// coverage by parts of the generated set, all three also over new reals; FID's is a jackknife over both sets. Precision and
    /// density treat the reals' balls as fixed. Null if a set is too small to tell, or nothing in it varies; KID and the Inception Score have none.
    /// </summary>
    public required ComparisonFigures Errors { get; init; }

    /// <summary>FID extrapolated to infinitely many generated images; null if it was not requested, or images do not outnumber dimensions.</summary>
    public double? FidInfinity { get; init; }

    /// <summary>The rows of a KID subset; null without KID.</summary>
    public int? KidSubsetSize { get; init; }

    /// <summary>How many images the figures are based on.</summary>
    public required ComparisonCounts Counts { get; init; }

    /// <summary>How many of the generated images are real ones: every metric counts them as perfect.</summary>
    public int CopiesOfReals { get; init; }

    /// <summary>The quality of every generated image that has features, in their order; null without QS.</summary>
    public IReadOnlyList<double>? Qualities { get; init; }

    /// <summary>The standard error of QS given these reals and their model, for comparing sets that share them; null without QS.</summary>
    public double? QualityError
    {
        get => field ?? (Qualities is { Count: > 1 } all && SpreadTerm.OfMean([.. all]).Variance is > 0.0 and var variance ? Math.Sqrt(variance) : null);
        init;
    }

    /// <summary>The lowest of these, rising: at least the worst twentieth. A saved result has only these.</summary>
    public IReadOnlyList<double>? LowestQualities
    {
        get => field ?? (Qualities is { } all ? [.. all.Order().Take(TailTest.NeededOf(all.Count, GateTailRule.LargestShare))] : null);
        init;
    }

    /// <summary>The breakdown by folder; empty if all images are in one.</summary>
    public required IReadOnlyList<FolderFigures> Folders { get; init; }
}

/// <summary>How many images a result is based on.</summary>
/// <param name="Generated">Generated images with features.</param>
/// <param name="GeneratedSkipped">Generated inputs without.</param>
/// <param name="Real">Real images with features.</param>
/// <param name="RealSkipped">Real inputs without.</param>
public sealed record ComparisonCounts(int Generated, int GeneratedSkipped, int Real, int RealSkipped);
