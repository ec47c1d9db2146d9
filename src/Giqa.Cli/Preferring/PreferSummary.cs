using Giqa.Cli.Inputs;
using Giqa.Models;

namespace Giqa.Cli.Preferring;

/// <summary>What <c>giqa train prefer --json</c> prints.</summary>
/// <param name="Out">The model file.</param>
/// <param name="Method">Always <c>prefer</c>.</param>
/// <param name="Backbone">What made the features; null when it is not known.</param>
/// <param name="Fingerprint">The backbone's fingerprint; null when it is not known.</param>
/// <param name="Seed">What the folds start from.</param>
/// <param name="Dimensions">The directions that the utility is linear in.</param>
/// <param name="Preference">What it was learned from, and how well it predicts people.</param>
/// <param name="People">The judgements behind its shares of people who would prefer an image; null if too few could be cross-validated.</param>
/// <param name="CalibratedImages">The images that quality is calibrated on.</param>
/// <param name="LeftOut">Judgements that are ignored because an image is missing or cannot be used.</param>
/// <param name="Warnings">What a reader of the scores should know.</param>
/// <param name="Skipped">Every input that cannot be used, and why.</param>
internal sealed record PreferSummary(
    string Out,
    string Method,
    string? Backbone,
    string? Fingerprint,
    ulong Seed,
    int Dimensions,
    PreferenceReport Preference,
    PeopleReport? People,
    int CalibratedImages,
    int LeftOut,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<SkippedImage> Skipped);
