namespace Giqa.Models;

/// <summary>Where an image is bad: the quality of each cell of a grid over it, and of the regions that stand out.</summary>
/// <param name="Columns">Cells from left to right.</param>
/// <param name="Rows">Cells from top to bottom.</param>
/// <param name="Qualities">
/// Row by row, in (0, 1): .02 means that the cell differs more from its own image than 98 % of the cells of real images do from theirs.
/// </param>
/// <param name="Quality">
/// The image's worst cell among the worst cells of real images, in (0, 1). A cell alone is no alarm, since looking at many places finds something
/// in any image: one real image in fifty is below .02 here.
/// </param>
/// <param name="Regions">Connected cells whose quality is below <see cref="RegionLevel"/>, worst first.</param>
public sealed record QualityMap(int Columns, int Rows, IReadOnlyList<float> Qualities, double Quality, IReadOnlyList<MapRegion> Regions)
{
    /// <summary>Cells below this quality make a region.</summary>
    public const double RegionLevel = .02;
}

/// <summary>A rectangle around neighbouring bad cells, in pixels of the image.</summary>
/// <param name="X">The left edge.</param>
/// <param name="Y">The upper edge.</param>
/// <param name="Width">Pixels from left to right.</param>
/// <param name="Height">Pixels from top to bottom.</param>
/// <param name="Quality">Its worst cell among the worst cells of real images, in (0, 1).</param>
public sealed record MapRegion(int X, int Y, int Width, int Height, double Quality);
