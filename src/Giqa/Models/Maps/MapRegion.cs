namespace Giqa.Models;

/// <summary>A rectangle around neighbouring bad cells, in pixels of the image.</summary>
/// <param name="X">The left edge.</param>
/// <param name="Y">The upper edge.</param>
/// <param name="Width">Pixels from left to right.</param>
/// <param name="Height">Pixels from top to bottom.</param>
/// <param name="Quality">Its worst cell among the worst cells of real images, in (0, 1).</param>
public sealed record MapRegion(int X, int Y, int Width, int Height, double Quality);
