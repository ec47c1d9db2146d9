using Giqa.Cli.Inputs;
using Giqa.Scores;

namespace Giqa.Cli.Commands;

/// <summary>What <c>giqa score --json</c> prints.</summary>
/// <param name="Model">The model file.</param>
/// <param name="Method">How it scores.</param>
/// <param name="Backbone">What made the features.</param>
/// <param name="Out">The scores file, or null.</param>
/// <param name="Report">The page, or null.</param>
/// <param name="Summary">The table in a few numbers.</param>
/// <param name="Best">The best images, as many as <c>--top</c> asks for.</param>
/// <param name="Worst">The worst images, the worst first.</param>
/// <param name="Skipped">Every input without a score, and why.</param>
/// <param name="Scores">Every row, when there is no scores file; null otherwise.</param>
internal sealed record ScoreDocument(
    string Model,
    string Method,
    string? Backbone,
    string? Out,
    string? Report,
    ScoreSummary Summary,
    IReadOnlyList<ImageScore> Best,
    IReadOnlyList<ImageScore> Worst,
    IReadOnlyList<SkippedImage> Skipped,
    IReadOnlyList<ImageScore>? Scores)
{
    /// <summary>The folder of the maps, or null.</summary>
    public string? Map { get; init; }

    /// <summary>How many files and folders of each kind were passed over, since they are no images by name; null for none.</summary>
    public IReadOnlyDictionary<string, int>? PassedOver { get; init; }
}
