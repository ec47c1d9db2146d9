using Giqa.Cli.Comparing;
using Giqa.Cli.Inputs;
using Giqa.Metrics;

namespace Giqa.Cli.Gating;

/// <summary>What <c>giqa gate --json</c> prints. It is a baseline for later gates as it is.</summary>
/// <param name="Outcome"><c>pass</c>, <c>fail</c> or <c>undecided</c>.</param>
/// <param name="ExitCode">The process's.</param>
/// <param name="Summary">The same in one line for people.</param>
/// <param name="Baseline">The set or file that the candidate is held against.</param>
/// <param name="Candidate">The set that is judged.</param>
/// <param name="Checks">One for every rule.</param>
/// <param name="WorstImages">The candidate's images that are as bad as the baseline's worst, the worst first, at most 20.</param>
/// <param name="BrokenFiles">The candidate's files without a usable image, at most 20.</param>
/// <param name="Comparison">What <c>compare --json</c> prints of the same sets.</param>
internal sealed record GateDocument(
    string Outcome,
    int ExitCode,
    string Summary,
    string Baseline,
    string Candidate,
    IReadOnlyList<GateDocumentCheck> Checks,
    IReadOnlyList<NamedQuality> WorstImages,
    IReadOnlyList<SkippedImage> BrokenFiles,
    CompareDocument Comparison)
{
    internal const int Shown = 20;

    /// <summary>The word for an outcome.</summary>
    internal static string WordOf(GateOutcome outcome) => outcome switch
    {
        GateOutcome.Pass => "pass",
        GateOutcome.Fail => "fail",
        _ => "undecided",
    };
}

/// <summary>One check in the JSON document.</summary>
internal sealed record GateDocumentCheck(string Rule, string Name, string Outcome, string CountsAs, string Reason)
{
    public double? Baseline { get; init; }

    public double? Candidate { get; init; }

    public double? Difference { get; init; }

    public double? Low { get; init; }

    public double? High { get; init; }

    public double? Margin { get; init; }

    public double? PValue { get; init; }

    public IReadOnlyList<GateDocumentClass>? Classes { get; init; }

    public static GateDocumentCheck Of(GateCheck check) =>
        new(check.Rule, check.Name, GateDocument.WordOf(check.Outcome), GateDocument.WordOf(check.CountsAs), check.Reason)
        {
            Baseline = check.Baseline,
            Candidate = check.Candidate,
            Difference = check.Difference,
            Low = check.Low,
            High = check.High,
            Margin = check.Margin,
            PValue = check.PValue,
            Classes = check.Classes is { } classes ? [.. classes.Select(GateDocumentClass.Of)] : null,
        };
}

/// <summary>One class in the JSON document.</summary>
internal sealed record GateDocumentClass(
    string Name, string Outcome, int BaselineImages, int CandidateImages, double? Baseline, double? Candidate, double? Difference, double? Low, double? High)
{
    public static GateDocumentClass Of(GateClass one) => new(
        one.Name, GateDocument.WordOf(one.Outcome), one.BaselineImages, one.CandidateImages, one.Baseline, one.Candidate, one.Difference, one.Low, one.High);
}

/// <summary>An image and its quality.</summary>
internal sealed record NamedQuality(string Image, double Quality);
