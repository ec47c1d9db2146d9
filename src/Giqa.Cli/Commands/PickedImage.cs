namespace Giqa.Cli.Commands;

/// <summary>A picked image, and where it goes; without a score when a move that was broken off is finished.</summary>
internal sealed record PickedImage(string Image, double? Score, double? Quality, string? Target);
