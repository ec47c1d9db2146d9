using Giqa.Cli.Inputs;
using Giqa.Models;

namespace Giqa.Cli.Preferring;

/// <summary>What <c>giqa calibrate --json</c> prints.</summary>
/// <param name="Out">The model file that was written.</param>
/// <param name="Model">The model file that was read.</param>
/// <param name="Method">How it scores.</param>
/// <param name="People">Which judgements the shares come from.</param>
/// <param name="Shares">The share at a few ranks among the judged images.</param>
/// <param name="LeftOut">Judgements that are ignored because an image is missing or has no quality.</param>
/// <param name="Skipped">Every input that cannot be used, and why.</param>
internal sealed record CalibrateSummary(
    string Out,
    string Model,
    string Method,
    PeopleReport People,
    IReadOnlyList<PlacedShare> Shares,
    int LeftOut,
    IReadOnlyList<SkippedImage> Skipped);
