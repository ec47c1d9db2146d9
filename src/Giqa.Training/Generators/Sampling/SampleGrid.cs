using Giqa.Images;

namespace Giqa.Training.Generators;

/// <summary>Samples side by side, twice their size.</summary>
internal static class SampleGrid
{
    /// <summary>As many as a picture of a run's progress shows.</summary>
    internal const int MostImages = 64;

    private const int Columns = 8;
    private const int Scale = 2;

    /// <summary>Lays samples out in a square, or in rows of eight when there are few.</summary>
    /// <param name="images">At least one, all of one size.</param>
    /// <param name="columns">How many stand beside each other instead; 0 lets their number decide.</param>
    public static RgbImage Compose(IEnumerable<RgbImage> images, int columns = 0)
    {
        var all = images.ToList();
        return ImageGrid.Compose(all, columns > 0 ? columns : Math.Max(Columns, (int)Math.Ceiling(Math.Sqrt(all.Count))), Scale);
    }
}
