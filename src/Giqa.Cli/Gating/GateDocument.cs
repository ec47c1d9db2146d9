using System.Text.Json;
using System.Text.Json.Serialization;
using Giqa.Cli.Comparing;
using Giqa.Cli.Inputs;
using Giqa.Metrics;

namespace Giqa.Cli.Gating;

/// <summary>What <c>giqa gate --json</c> prints. Later gates accept it as a baseline.</summary>
/// <param name="Outcome"><c>pass</c>, <c>fail</c> or <c>undecided</c>.</param>
/// <param name="ExitCode">The process's.</param>
/// <param name="Summary">The same in one readable line.</param>
/// <param name="Baseline">The set or file that the candidate is compared with.</param>
/// <param name="Candidate">The set that is judged.</param>
/// <param name="Checks">One for every rule.</param>
/// <param name="WorstImages">The candidate's images that are as bad as the baseline's worst, the worst first, at most 20.</param>
/// <param name="BrokenFiles">The candidate's files without a usable image, at most 20.</param>
/// <param name="Comparison">What <c>compare --json</c> prints of the same sets.</param>
internal sealed record GateDocument(
    GateOutcome Outcome,
    int ExitCode,
    string Summary,
    string Baseline,
    string Candidate,
    IReadOnlyList<GateCheck> Checks,
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

/// <summary>Outcomes as words: <c>pass</c>, <c>fail</c>, <c>undecided</c>.</summary>
internal sealed class GateOutcomeConverter() : JsonStringEnumConverter<GateOutcome>(JsonNamingPolicy.SnakeCaseLower);

/// <summary>An image and its quality.</summary>
internal sealed record NamedQuality(string Image, double Quality);
