namespace Giqa.Metrics;

/// <summary>What a comparison found.</summary>
public sealed record ComparisonReport
{
    /// <summary>One result per generated set, in their order.</summary>
    public required IReadOnlyList<ComparisonResult> Results { get; init; }

    /// <summary>Paired tests between generated sets; empty with one set.</summary>
    public required IReadOnlyList<PairedTest> Tests { get; init; }

    /// <summary>
    /// Paired tests of QS, precision and density of one folder's images against those of the same folder in another set, where
    /// both have 6 of them; empty unless <see cref="ComparisonOptions.FolderTests"/> is set.
    /// </summary>
    public IReadOnlyList<PairedTest> FolderTests { get; init; } = [];

    /// <summary>What a reader of the figures should know, in plain words: every set's warnings, without repetitions.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The same, one line per cause, which names the sets and gives differing numbers as ranges.</summary>
    public IReadOnlyList<string> WarningSummary { get; init; } = [];

    /// <summary>How they were computed.</summary>
    public required ComparisonOptions Options { get; init; }

    /// <summary>The features' backbone; null if not recorded.</summary>
    public string? BackboneName { get; init; }

    /// <summary>Its fingerprint.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The name of the preprocessing.</summary>
    public string? Preset { get; init; }

    /// <summary>The length of a feature vector.</summary>
    public required int Dimensions { get; init; }
}
