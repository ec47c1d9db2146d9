using Giqa.Cli.Inputs;

namespace Giqa.Cli.Commands;

/// <summary>What <c>giqa extract --json</c> prints.</summary>
internal sealed record ExtractReport(string Out, string? Backbone, string? Fingerprint, int Inputs, int Count, int Features, IReadOnlyList<SkippedImage> Skipped);
