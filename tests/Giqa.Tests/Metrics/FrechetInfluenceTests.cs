using Giqa.Features;
using Giqa.Metrics;

namespace Giqa.Tests.Metrics;

public sealed class FrechetInfluenceTests
{
    [Fact]
    public void Compute_EveryImageLeftOutByHand_IsFollowedClosely()
    {
        var (real, generated) = (MetricFixtures.Real, MetricFixtures.Fake);
        var whole = FrechetDistance.Compute(real, generated).Distance;

        var result = FrechetInfluence.Compute(real, generated);

        var generatedByHand = Enumerable.Range(0, 60).Select(i => whole - FrechetDistance.Compute(real, Without(generated, i)).Distance).ToArray();
        var realByHand = Enumerable.Range(0, 60).Select(i => whole - FrechetDistance.Compute(Without(real, i), generated).Distance).ToArray();
        AssertFollows(generatedByHand, [.. result.Generated.Take(60)]);
        AssertFollows(realByHand, [.. result.Real.Take(60)]);
        Assert.Equal(whole, result.Frechet.Distance, 1e-9);
    }

    [Fact]
    public void Compute_FeaturesThatNeverVary_ChangeNothing()
    {
        var plain = FrechetInfluence.Compute(MetricFixtures.Real, MetricFixtures.Fake);

        var padded = FrechetInfluence.Compute(WithConstants(MetricFixtures.Real, 1f), WithConstants(MetricFixtures.Fake, 3f));

        Assert.All(plain.Generated.Zip(padded.Generated), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.All(plain.Real.Zip(padded.Real), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.Equal(plain.Frechet.Distance + 8.0, padded.Frechet.Distance, 1e-9);
    }

    [Fact]
    public void Compute_OneOutlier_HasTheLargestInfluence()
    {
        var generated = new FeatureMatrix(300, 32, [.. MetricFixtures.Fake.Values]);
        generated.Values.AsSpan(17 * 32, 32).Fill(9f);

        var result = FrechetInfluence.Compute(MetricFixtures.Real, generated);

        Assert.Equal(17, Enumerable.Range(0, 300).MaxBy(i => result.Generated[i]));
    }

    [Fact]
    public void StandardError_OfTheFixture_IsNearABootstraps()
    {
        var random = new Random(11);
        var distances = new List<double>();
        for (var replicate = 0; replicate < 60; replicate++)
        {
            distances.Add(FrechetDistance.Compute(Resample(MetricFixtures.Real, random), Resample(MetricFixtures.Fake, random)).Distance);
        }

        var mean = distances.Average();
        var bootstrap = Math.Sqrt(distances.Sum(value => (value - mean) * (value - mean)) / (distances.Count - 1));

        Assert.InRange(FrechetInfluence.Compute(MetricFixtures.Real, MetricFixtures.Fake).StandardError / bootstrap, 0.6, 1.6);
    }

    [Fact]
    public void Compute_FewerImagesThanDimensions_SaysWhatToDo() =>
        Assert.Contains(
            "more images than the 32",
            Assert.Throws<GiqaException>(() => FrechetInfluence.Compute(MetricFixtures.Real, MetricFixtures.Head(MetricFixtures.Fake, 20))).Message,
            StringComparison.Ordinal);

    private static void AssertFollows(double[] byHand, double[] firstOrder)
    {
        var scale = Math.Sqrt(byHand.Average(value => value * value));
        var error = Math.Sqrt(byHand.Zip(firstOrder, (a, b) => (a - b) * (a - b)).Average());
        Assert.True(error < 0.1 * scale, $"root mean square error {error:E2} on influences of {scale:E2}");
    }

    /// <summary>Two more columns of one value each.</summary>
    private static FeatureMatrix WithConstants(FeatureMatrix features, float value)
    {
        var wide = new float[features.Rows * 34];
        for (var i = 0; i < features.Rows; i++)
        {
            wide.AsSpan(i * 34, 34).Fill(value);
            features.Row(i).CopyTo(wide.AsSpan((i * 34) + 1));
        }

        return new FeatureMatrix(features.Rows, 34, wide);
    }

    private static FeatureMatrix Without(FeatureMatrix features, int row) =>
        features.SelectRows([.. Enumerable.Range(0, features.Rows).Where(i => i != row)]);

    private static FeatureMatrix Resample(FeatureMatrix features, Random random) =>
        features.SelectRows([.. Enumerable.Range(0, features.Rows).Select(_ => random.Next(features.Rows))]);
}
