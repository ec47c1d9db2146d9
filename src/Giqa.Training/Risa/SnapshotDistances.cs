using Giqa.Features;
using Giqa.Images;
using Giqa.Images.Snapshots;
using Giqa.Metrics;

namespace Giqa.Training.Risa;

/// <summary>FID between a generator's images and real ones, iteration by iteration.</summary>
internal static class SnapshotDistances
{
    /// <summary>Measures all iterations with a backbone.</summary>
    /// <param name="snapshots">The generator's images, at least 2 of each iteration.</param>
    /// <param name="reals">Real images, at least 2.</param>
    /// <param name="extractor">Makes the features.</param>
    /// <param name="cache">Caches features; null for none.</param>
    /// <param name="progress">Receives the number of images done.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>One distance for each of <see cref="SnapshotFolder.Iterations"/>.</returns>
    /// <exception cref="GiqaException">An iteration, or the reals, have too few images that can be read.</exception>
    public static async Task<IReadOnlyList<double>> MeasureAsync(
        SnapshotFolder snapshots,
        IImageSource reals,
        FeatureExtractor extractor,
        FeatureCache? cache = null,
        IProgress<ExtractionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var real = await RowsAsync(extractor, reals, cache, null, cancellationToken).ConfigureAwait(false);
        var generated = await RowsAsync(extractor, snapshots.Source, cache, progress, cancellationToken).ConfigureAwait(false);
        return Compare(snapshots, generated, [.. real.OfType<float[]>()], cancellationToken);
    }

    /// <summary>
    /// Measures all iterations with <c>small</c>, a feature that needs no network: 3 x 4 x 4 mean colours of the image's parts and
    /// the mean absolute differences between neighbouring pixels in each part, 96 numbers. It captures colour and texture, not content.
    /// </summary>
    /// <inheritdoc cref="MeasureAsync"/>
    public static IReadOnlyList<double> MeasureSmall(SnapshotFolder snapshots, IImageSource reals, CancellationToken cancellationToken = default) =>
        Compare(snapshots, Small(snapshots.Source, cancellationToken), [.. Small(reals, cancellationToken).OfType<float[]>()], cancellationToken);

    private static float[]?[] Small(IImageSource source, CancellationToken cancellationToken)
    {
        var rows = new float[]?[source.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                rows[i] = SmallFeature.Of(source.Read(i).Decode(new DecodeOptions()));
            }
            catch (ImageException)
            {
                // Its fault is listed when training reads it; distances use the other images.
                rows[i] = null;
            }
        }

        return rows;
    }

    private static async Task<float[]?[]> RowsAsync(FeatureExtractor extractor, IImageSource source, FeatureCache? cache, IProgress<ExtractionProgress>? progress, CancellationToken cancellationToken)
    {
        var rows = new List<float[]?>(source.Count);
        await foreach (var item in extractor.ExtractAsync(source, cache, progress, cancellationToken).ConfigureAwait(false))
        {
            rows.Add(item.Values);
        }

        return [.. rows];
    }

    private static double[] Compare(SnapshotFolder snapshots, float[]?[] generated, float[][] reals, CancellationToken cancellationToken)
    {
        var real = Matrix(reals, "the real images");
        return [.. snapshots.Iterations.Select(iteration =>
        {
            var rows = generated.Where((row, i) => row is not null && snapshots.Images[i].Iteration == iteration).Select(row => row!).ToArray();
            return FrechetDistance.Compute(Matrix(rows, $"iteration {iteration}"), real, cancellationToken: cancellationToken).Distance;
        })];
    }

    private static FeatureMatrix Matrix(float[][] rows, string what) => rows.Length >= 2
        ? new FeatureMatrix(rows.Length, rows[0].Length, [.. rows.SelectMany(row => row)])
        : throw new GiqaException($"{what}: {rows.Length} images can be read, and FID needs at least 2; give --elbow ITER to work without FID");
}
