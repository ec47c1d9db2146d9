using Giqa.Features;
using Giqa.Images;
using Giqa.Numerics;

namespace Giqa.Tests.Models;

/// <summary>Made-up features of real images: clusters, correlated, with a decaying spectrum.</summary>
internal static class RealImages
{
    internal static FeatureSet Draw(int count, int dimensions, ulong seed, string? backbone = "test", double spread = 1)
    {
        var random = new SeededRandom(seed);
        var values = new float[count * dimensions];
        for (var row = 0; row < count; row++)
        {
            var centre = (random.NextInt(3) - 1) * 3.0;
            for (var i = 0; i < dimensions; i++)
            {
                values[(row * dimensions) + i] = (float)((centre * Math.Sin(i + 1)) + (spread * random.NextGaussian() * Math.Pow(i + 1, -.5)));
            }
        }

        var items = Enumerable.Range(0, count).Select(i => new FeatureItem($"real/{i:00000}.png")).ToArray();
        return new FeatureSet(new FeatureMatrix(count, dimensions, values), items, backbone is null ? null : new string('a', 64), backbone);
    }

    internal static FeatureSet WithFault(FeatureSet set) =>
        new(set.Matrix, [.. set.Items, new FeatureItem("broken.png", ImageFault.Truncated, "ends early")], set.Fingerprint, set.BackboneName);
}
