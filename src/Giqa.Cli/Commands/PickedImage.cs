namespace Giqa.Cli.Commands;

/// <summary>A picked image, and where it goes.</summary>
internal sealed record PickedImage(string Image, double Score, double? Quality, string? Target);
