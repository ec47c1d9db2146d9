using Giqa.Cli.Inputs;

namespace Giqa.Cli.Commands;

/// <summary>What <c>giqa pick --json</c> prints.</summary>
internal sealed record PickReport(int Kept, int Scored, bool DryRun, string? List, IReadOnlyList<PickedImage> Picked, IReadOnlyList<SkippedImage> Skipped);
