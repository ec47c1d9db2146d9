using Giqa.Images;

namespace Giqa.Training.Data;

/// <summary>Decodes all images of a source side by side.</summary>
internal static class SourceReading
{
    /// <summary>Hands every image that can be read on.</summary>
    /// <param name="source">The images.</param>
    /// <param name="decoding">How files become pixels.</param>
    /// <param name="threads">How many are decoded at a time.</param>
    /// <param name="take">Is given an image's number and the image, from any thread; what it finds wrong with the image counts as unreadable.</param>
    /// <param name="progress">Told how many are done, from any thread; may be null.</param>
    /// <param name="cancellationToken">Checked before each image.</param>
    /// <returns>For each image why it was left out, or null.</returns>
    /// <exception cref="GiqaException">One image must not be left out; that of the lowest number, however many threads met one.</exception>
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
