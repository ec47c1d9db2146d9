using Giqa.Benchmarks.Degradations;
using Giqa.Features;
using Giqa.Images;
using Giqa.Numerics;

namespace Giqa.Benchmarks.Calibrations;

/// <summary>Features of real images to draw from: three kinds of images, and made-up ones of several lengths.</summary>
internal static class RealPool
{
    private const int EmojiImages = 1500;

    internal static IEnumerable<(string Name, string? Backbone, Func<Task<FeatureMatrix>> Open)> All(string? data, int most)
    {
        foreach (var (dimensions, count) in new[] { (16, most), (64, most), (256, Math.Min(most, 1300)), (2048, Math.Min(most, 700)) })
        {
            yield return ($"clusters-{dimensions}", null, () => Task.FromResult(Clusters(count, dimensions)));
        }

        yield return ("fashion", BuiltInBackbones.DefaultName, () => ExtractAsync(TestSet.OpenFashion(most, 1)));
        yield return ("emoji", BuiltInBackbones.DefaultName, () => ExtractAsync(TestSet.OpenEmoji(Math.Min(most, EmojiImages), 1)));
        if (data is not null)
        {
            yield return ("photographs", BuiltInBackbones.DefaultName, () => ExtractAsync(new TestSet("photographs", ImageInput.Open($"{data}:0..{most}", new DecodeOptions()), ImageInput.Open($"{data}:0..1", new DecodeOptions()))));
        }
    }

    private static async Task<FeatureMatrix> ExtractAsync(TestSet images)
    {
        using (images)
        {
            using var extractor = new FeatureExtractor(new BackboneStore().Open(BuiltInBackbones.DefaultName), new ExtractorOptions());
            return (await FeatureSet.ExtractAsync(extractor, images.Reals)).Matrix;
        }
    }

    /// <summary>Eight clusters with correlated deviations of a falling spectrum, never negative, as mean activations are.</summary>
    private static FeatureMatrix Clusters(int count, int dimensions)
    {
        var random = new SeededRandom((ulong)dimensions);
        var values = new float[(long)count * dimensions];
        for (var row = 0; row < count; row++)
        {
            var (cluster, common) = (random.NextInt(8), random.NextGaussian());
            for (var i = 0; i < dimensions; i++)
            {
                var centre = Math.Sin((cluster + 1) * (i + 1));
                values[((long)row * dimensions) + i] = (float)Math.Exp(.5 * (centre + (common * Math.Cos(i)) + (random.NextGaussian() * 2 * Math.Pow(i + 1, -.3))));
            }
        }

        return new FeatureMatrix(count, dimensions, values);
    }
}
