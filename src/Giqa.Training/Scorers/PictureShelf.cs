using Giqa.Images;

namespace Giqa.Training.Scorers;

/// <summary>Images at the network's size: in memory as long as they fit, decoded anew when they are asked for beyond that.</summary>
/// <remarks>Safe to read from several threads.</remarks>
internal sealed class PictureShelf
{
    private const long DefaultMemory = 4L << 30;

    private readonly IImageSource _source;
    private readonly DecodeOptions _decoding;
    private readonly int _side;
    private readonly RgbImage?[] _kept;
    private readonly SkippedPicture?[] _faults;

    private PictureShelf(IImageSource source, DecodeOptions decoding, int side)
    {
        (_source, _decoding, _side) = (source, decoding, side);
        (_kept, _faults) = (new RgbImage?[source.Count], new SkippedPicture?[source.Count]);
    }

    /// <summary>How many images there are, those that cannot be used included.</summary>
    internal int Count => _kept.Length;

    /// <summary>What could not be read.</summary>
    internal IEnumerable<SkippedPicture> Skipped => _faults.OfType<SkippedPicture>();

    /// <summary>Reads a source once, to know which of its images can be used.</summary>
    /// <param name="source">The images; must stay open as long as the shelf is used.</param>
    /// <param name="decoding">How they are decoded.</param>
    /// <param name="side">Rows and columns to bring them to.</param>
    /// <param name="threads">Threads to decode with.</param>
    /// <param name="progress">Told how many have been read; may be null.</param>
    /// <param name="cancellationToken">Checked per image.</param>
    /// <param name="memory">Bytes to keep at most.</param>
    internal static PictureShelf Fill(
        IImageSource source, DecodeOptions decoding, int side, int threads, IProgress<int>? progress, CancellationToken cancellationToken, long memory = DefaultMemory)
    {
        var shelf = new PictureShelf(source, decoding, side);
        var fits = memory / (3L * side * side);
        var done = 0;
        _ = Parallel.For(0, source.Count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, index =>
        {
            try
            {
                var picture = shelf.Decode(index);
                shelf._kept[index] = index < fits ? picture : null;
            }
            catch (ImageException e)
            {
                shelf._faults[index] = new SkippedPicture(source.GetName(index), e.Fault, e.Message);
            }

            progress?.Report(Interlocked.Increment(ref done));
        });
        return shelf;
    }

    /// <summary>Whether an image can be used.</summary>
    internal bool IsSound(int index) => _faults[index] is null;

    /// <summary>An image at the network's size.</summary>
    internal RgbImage Get(int index) => _kept[index] ?? Decode(index);

    private RgbImage Decode(int index)
    {
        var image = _source.Read(index).Decode(_decoding);
        return Resizer.ResizeToBytes(image, _side, _side, ScorerNetwork.PreprocessingFor(_side).Resize);
    }
}
