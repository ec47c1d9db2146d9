namespace Giqa.Metrics;

/// <summary>What was found of one generated set.</summary>
public sealed record ComparisonResult
{
    /// <summary>The set's name.</summary>
    public required string Input { get; init; }

    /// <summary>The metrics.</summary>
    public required ComparisonFigures Figures { get; init; }

    /// <summary>Their standard errors.</summary>
    public required ComparisonErrors Errors { get; init; }

    /// <summary>FID extrapolated to infinitely many generated images; null where it was not asked for, or images do not outnumber dimensions.</summary>
    public double? FidInfinity { get; init; }

    /// <summary>The rows of a KID subset; null without KID.</summary>
    public int? KidSubsetSize { get; init; }

    /// <summary>How many images the figures rest on.</summary>
    public required ComparisonCounts Counts { get; init; }

    /// <summary>How many of the generated images are real ones: every metric takes them for perfect.</summary>
    public int CopiesOfReals { get; init; }

    /// <summary>The quality of every generated image that has features, in their order; null without QS.</summary>
    public IReadOnlyList<double>? Qualities { get; init; }

    /// <summary>The lowest of these, rising: at least the worst twentieth. Of a result that was saved they are all there is of them.</summary>
    public IReadOnlyList<double>? LowestQualities
    {
        get => field ?? (Qualities is { } all ? [.. all.Order().Take(TailTest.NeededOf(all.Count, GateTailRule.LargestShare))] : null);
        init;
    }

    /// <summary>The breakdown by folder; empty where all images lie in one.</summary>
    public required IReadOnlyList<FolderFigures> Folders { get; init; }
}
