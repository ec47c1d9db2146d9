using Giqa.Numerics;

namespace Giqa.Training.Generators;

/// <summary>The latent vector of a seed: the same in every run, at every iteration, on every machine.</summary>
internal static class Latents
{
    /// <summary>Fills one vector a seed.</summary>
    /// <param name="seeds">The seeds.</param>
    /// <param name="length">Numbers in a vector.</param>
    /// <returns>Standard normal numbers, seed after seed.</returns>
    internal static float[] Draw(IReadOnlyList<ulong> seeds, int length)
    {
        var values = new float[seeds.Count * length];
        for (var i = 0; i < seeds.Count; i++)
        {
            var random = new SeededRandom(seeds[i]);
            for (var j = 0; j < length; j++)
            {
                values[(i * length) + j] = (float)random.NextGaussian();
            }
        }

        return values;
    }
}
