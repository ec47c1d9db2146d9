using Giqa.Cli.Inputs;

namespace Giqa.Cli.Comparing;

/// <summary>What <c>giqa compare --all-conventions --json</c> prints.</summary>
/// <param name="Conventions">One row per convention; the others are held against the first.</param>
/// <param name="Real">The real set.</param>
/// <param name="Backbone">The network.</param>
/// <param name="IsFidNetwork">Whether that is the network that FID is defined on, so that the figures are the tools' own.</param>
/// <param name="Seed">Of KID's rows, where a tool has no seed of its own.</param>
/// <param name="Counts">Images with features per set, the real one first.</param>
/// <param name="Warnings">What a reader should know.</param>
/// <param name="Skipped">Inputs without features, and why.</param>
internal sealed record ConventionDocument(
    IReadOnlyList<ConventionRow> Conventions,
    string Real,
    string Backbone,
    bool IsFidNetwork,
    ulong Seed,
    IReadOnlyList<int> Counts,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<SkippedImage> Skipped);
