namespace Giqa.Images.Pairs;

/// <summary>A generated image, and the image whose style it was to take.</summary>
/// <param name="Image">The name of the generated image.</param>
/// <param name="Reference">The name of its reference; empty where none was named.</param>
/// <param name="Source">The name of the image whose content it was to keep, or null.</param>
public sealed record ReferencePair(string Image, string Reference, string? Source = null);
