using Giqa.Images;

namespace Giqa.Models;

/// <summary>Says where an image is bad.</summary>
/// <remarks>Safe to use from several threads; each map is made on the thread that asks for it.</remarks>
public sealed class QualityMapper : IDisposable
{
    private readonly PatchExtractor _extractor = PatchExtractor.Open();
    private readonly MapModel _model;

    /// <param name="model">What was learned from real images.</param>
    /// <exception cref="ModelFileException">It belongs to a backbone that this program does not have.</exception>
    public QualityMapper(MapModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        if (model.Fingerprint != _extractor.Fingerprint || model.Scorer.Columns != _extractor.Columns)
        {
            _extractor.Dispose();
            throw new ModelFileException("its maps were learned with another version of mobilenet-low: fit the model again with --maps");
        }
    }

    /// <summary>How files become pixels that are mapped, with the limits of the given options.</summary>
    public DecodeOptions DecodeWith(DecodeOptions limits) => _extractor.DecodeWith(limits);

    /// <summary>The map of an image.</summary>
    public QualityMap Map(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var scores = _model.Scorer.Score(_extractor.Extract(image));
        var qualities = Array.ConvertAll(scores, _model.Cells.Quality);
        var regions = RegionSearch.Find(Array.ConvertAll(qualities, quality => quality < QualityMap.RegionLevel), scores, PatchExtractor.Grid)
            .Select(region => Scale(region, image))
            .OrderBy(region => region.Quality);
        return new QualityMap(
            PatchExtractor.Grid, PatchExtractor.Grid, Array.ConvertAll(qualities, quality => (float)quality), _model.Worst.Quality(scores.Min()), [.. regions]);
    }

    /// <inheritdoc/>
    public void Dispose() => _extractor.Dispose();

    private MapRegion Scale((int Left, int Top, int Right, int Bottom, double Worst) region, RgbImage image)
    {
        // An image may have fewer pixels than the grid has cells.
        var (x, y) = (Math.Min(Place(region.Left, image.Width), image.Width - 1), Math.Min(Place(region.Top, image.Height), image.Height - 1));
        return new MapRegion(
            x, y, Math.Max(1, Place(region.Right + 1, image.Width) - x), Math.Max(1, Place(region.Bottom + 1, image.Height) - y), _model.Worst.Quality(region.Worst));

        static int Place(int cell, int size) => (int)Math.Round(cell * (double)size / PatchExtractor.Grid);
    }
}
