using System.Text.Json.Serialization;
using Giqa.Cli.Inputs;
using Giqa.Metrics;

namespace Giqa.Cli.Comparing;

/// <summary>What <c>giqa compare --json</c> prints.</summary>
/// <param name="Results">One entry per generated set.</param>
/// <param name="Tests">Paired tests between them.</param>
/// <param name="Settings">How they were computed.</param>
/// <param name="Warnings">What a reader should know.</param>
/// <param name="Skipped">Inputs without features, and why.</param>
internal sealed record CompareDocument(
    IReadOnlyList<CompareEntry> Results,
    IReadOnlyList<PairedTest> Tests,
    CompareSettings Settings,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<SkippedImage> Skipped)
{
    /// <summary>The comparison in words: a headline, then the evidence; null if only statistics were compared.</summary>
    public IReadOnlyList<string>? Verdict { get; init; }

    /// <summary>The warnings as a terminal shows them, one line per cause; null if only statistics were compared.</summary>
    [JsonIgnore]
    public IReadOnlyList<string>? WarningSummary { get; init; }

    /// <summary>Says that the last of two sets is the candidate of a gate, and so the baseline of a later one; else null.</summary>
    public string? Gate { get; init; }

    /// <summary>The page, or null.</summary>
    public string? Report { get; init; }

    public static CompareDocument Of(string real, ComparisonReport report, IReadOnlyList<string> metrics, IReadOnlyList<SkippedImage> skipped)
    {
        var verdict = ComparisonVerdict.Of(report);
        return new CompareDocument([.. report.Results.Select(CompareEntry.Of)], report.Tests, CompareSettings.Of(real, report, metrics), report.Warnings, skipped)
        {
            WarningSummary = report.WarningSummary,
            Verdict = [verdict.Headline, .. verdict.Sentences],
        };
    }
}
