namespace Giqa.Cli.Inputs;

/// <summary>An input without features, and why.</summary>
internal sealed record SkippedImage(string Image, string Status, string? Detail);
