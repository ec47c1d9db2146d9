using Giqa.Images;
using Giqa.Training.Data;

namespace Giqa.Training.Scorers;

/// <summary>Images at the network's size: in memory as long as they fit, otherwise decoded again on request.</summary>
/// <remarks>Safe to read from several threads.</remarks>
internal sealed class PictureShelf
{
    private const long DefaultMemory = 4L << 30;

    private readonly IImageSource _source;
    private readonly DecodeOptions _decoding;
    private readonly int _side;
    private readonly RgbImage?[] _kept;
    private readonly UnreadableImage?[] _faults;

    private PictureShelf(IImageSource source, DecodeOptions decoding, int side, RgbImage?[] kept, UnreadableImage?[] faults) =>
        (_source, _decoding, _side, _kept, _faults) = (source, decoding, side, kept, faults);

    /// <summary>How many images there are, including unusable ones.</summary>
    internal int Count => _kept.Length;

    /// <summary>What could not be read.</summary>
    internal IEnumerable<UnreadableImage> Skipped => _faults.OfType<UnreadableImage>();

    /// <summary>Reads a source once, to determine which of its images can be used.</summary>
    /// <param name="source">The images; must stay open as long as the shelf is used.</param>
    /// <param name="decoding">How they are decoded.</param>
    /// <param name="side">Rows and columns to resize them to.</param>
    /// <param name="threads">Threads to decode with.</param>
    /// <param name="progress">Receives the number read; may be null.</param>
    /// <param name="cancellationToken">Checked per image.</param>
    /// <param name="memory">The most bytes to keep in memory.</param>
    internal static PictureShelf Fill(
        IImageSource source, DecodeOptions decoding, int side, int threads, IProgress<int>? progress, CancellationToken cancellationToken, long memory = DefaultMemory)
    {
        var kept = new RgbImage?[source.Count];
        var fits = memory / (3L * side * side);
        void Keep(int index, RgbImage image)
        {
            var picture = Resize(image, side);
            kept[index] = index < fits ? picture : null;
        }

        return new PictureShelf(source, decoding, side, kept, SourceReading.Run(source, decoding, threads, Keep, progress, cancellationToken));
    }

    /// <summary>Whether an image can be used.</summary>
    internal bool IsSound(int index) => _faults[index] is null;

    /// <summary>An image at the network's size.</summary>
    internal RgbImage Get(int index) => _kept[index] ?? Resize(_source.Read(index).Decode(_decoding), _side);

    private static RgbImage Resize(RgbImage image, int side) => Resizer.ResizeToBytes(image, side, side, ScorerNetwork.PreprocessingFor(side).Resize);
}
