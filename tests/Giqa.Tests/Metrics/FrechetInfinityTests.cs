using Giqa.Features;
using Giqa.Metrics;

namespace Giqa.Tests.Metrics;

public sealed class FrechetInfinityTests
{
    [Fact]
    public void Compute_SameDistribution_RemovesMostOfTheBias()
    {
        var real = Normal(4000, 16, 1);
        var generated = Normal(600, 16, 2);

        var result = FrechetInfinity.Compute(real, generated, new FrechetInfinityOptions { Seed = 3 });

        var plain = FrechetDistance.Compute(real, generated).Distance;
        Assert.True(result.Slope > 0.0, $"slope {result.Slope}");
        Assert.True(Math.Abs(result.Distance) < 0.5 * plain, $"{result.Distance} against {plain}");
    }

    [Fact]
    public void Compute_LargestSample_IsTheWholeSet()
    {
        var result = FrechetInfinity.Compute(MetricFixtures.Real, MetricFixtures.Fake, new FrechetInfinityOptions());

        Assert.Equal(15, result.Counts.Count);
        Assert.Equal((30, 300), (result.Counts[0], result.Counts[^1]));
        Assert.Equal(FrechetDistance.Compute(MetricFixtures.Real, MetricFixtures.Fake).Distance, result.Distances[^1], 1e-9);
    }

    [Fact]
    public void Compute_SameSeedOnOtherThreads_GivesTheSameSamples()
    {
        var one = FrechetInfinity.Compute(MetricFixtures.Real, MetricFixtures.Fake, new FrechetInfinityOptions { Seed = 9, Threads = 1 });
        var three = FrechetInfinity.Compute(MetricFixtures.Real, MetricFixtures.Fake, new FrechetInfinityOptions { Seed = 9, Threads = 3 });

        Assert.Equal(one.Distance, three.Distance, 1e-9);
    }

    private static FeatureMatrix Normal(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var values = new float[rows * columns];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)Enumerable.Range(0, 12).Sum(_ => random.NextDouble() - 0.5);
        }

        return new FeatureMatrix(rows, columns, values);
    }
}
