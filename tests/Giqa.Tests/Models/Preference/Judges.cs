using Giqa.Features;
using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Tests.Models.Preference;

/// <summary>Made-up images, and people who like them by a linear rule.</summary>
internal static class Judges
{
    internal const int Dimensions = 40;

    /// <summary>What they think of an image.</summary>
    internal static double Utility(ReadOnlySpan<float> row)
    {
        var utility = 0.0;
        for (var i = 0; i < row.Length; i++)
        {
            utility += row[i] * Math.Cos(i * i) / Math.Sqrt(row.Length);
        }

        return 2 * utility;
    }

    internal static FeatureSet Images(int count, ulong seed)
    {
        var random = new SeededRandom(seed);
        float[] values = [.. Enumerable.Range(0, count * Dimensions).Select(_ => (float)random.NextGaussian())];
        return new FeatureSet(new FeatureMatrix(count, Dimensions, values), [.. Enumerable.Range(0, count).Select(i => new FeatureItem($"{i:0000}.png"))], new string('b', 64), "test");
    }

    internal static PreferenceLabels Opinions(FeatureSet images, int count, double noise, ulong seed)
    {
        var random = new SeededRandom(seed);
        return PreferenceLabels.Of([.. random.Choose(images.Matrix.Rows, count).Select(row => (row, 3 + Utility(images.Matrix.Row(row)) + (noise * random.NextGaussian())))]);
    }

    internal static PreferenceLabels Pairs(FeatureSet images, int count, ulong seed, int among = int.MaxValue)
    {
        var random = new SeededRandom(seed);
        return PreferenceLabels.Of([.. Enumerable.Range(0, count).Select(label =>
        {
            var pair = random.Choose(Math.Min(images.Matrix.Rows, among), 2);
            var difference = Utility(images.Matrix.Row(pair[0])) - Utility(images.Matrix.Row(pair[1]));
            var outcome = random.NextDouble() < 1 / (1 + Math.Exp(-3 * difference)) ? PreferenceOutcome.First : PreferenceOutcome.Second;
            return new PreferenceComparison(pair[0], pair[1], outcome, label % 2);
        })]);
    }
}
