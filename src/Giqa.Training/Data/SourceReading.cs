using Giqa.Images;

namespace Giqa.Training.Data;

/// <summary>Decodes all images of a source in parallel.</summary>
internal static class SourceReading
{
    /// <summary>Passes on every image that can be read.</summary>
    /// <param name="source">The images.</param>
    /// <param name="decoding">How files become pixels.</param>
    /// <param name="threads">How many are decoded at a time.</param>
    /// <param name="take">Receives an image's number and the image, on any thread; if it rejects the image, that counts as unreadable.</param>
    /// <param name="progress">Receives the number done, on any thread; may be null.</param>
    /// <param name="cancellationToken">Checked before each image.</param>
    /// <returns>For each image why it was left out, or null.</returns>
    /// <exception cref="GiqaException">An image must not be left out; the one with the lowest number, however many threads found one.</exception>
    internal static UnreadableImage?[] Run(
        IImageSource source, DecodeOptions decoding, int threads, Action<int, RgbImage> take, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var faults = new UnreadableImage?[source.Count];
        var refusals = new GiqaException?[source.Count];
        var done = 0;
        _ = Parallel.For(0, source.Count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, (index, state) =>
        {
            try
            {
                take(index, source.Read(index).Decode(decoding));
            }
            catch (ImageException e)
            {
                faults[index] = new UnreadableImage(source.GetName(index), e.Fault, e.Message);
            }
            catch (GiqaException e)
            {
                refusals[index] = e;
                state.Break();
            }

            progress?.Report(Interlocked.Increment(ref done));
        });
        return Array.Find(refusals, refusal => refusal is not null) is { } first ? throw first : faults;
    }
}
