using Giqa.Features;
using Giqa.Metrics;
using Giqa.Numerics;

namespace Giqa.Tests.Metrics;

public sealed class FrechetDistanceTests
{
    [Theory]
    [InlineData("real_fake")]
    [InlineData("real_heldout")]
    public void Compute_FullRankFixture_MatchesSciPy(string pair)
    {
        var expected = MetricFixtures.Json("fid/fid.json").GetProperty(pair).GetProperty("pytorch_fid").GetDouble();
        var other = pair == "real_fake" ? MetricFixtures.Fake : MetricFixtures.HeldOut;

        MetricFixtures.Near(expected, FrechetDistance.Compute(MetricFixtures.Real, other).Distance, 1e-9);
    }

    [Theory]
    [InlineData("rank_deficient_20_20", 20)]
    [InlineData("rank_deficient_20_300", 300)]
    public void Compute_FewerImagesThanDimensions_MatchesTheNuclearNorm(string pair, int fakes)
    {
        var expected = MetricFixtures.Json("fid/fid.json").GetProperty(pair).GetProperty("nuclear_norm").GetDouble();
        var real = MetricFixtures.Head(MetricFixtures.Real, 20);
        var fake = MetricFixtures.Head(MetricFixtures.Fake, fakes);

        MetricFixtures.Near(expected, FrechetDistance.Compute(real, fake).Distance, 1e-7);
    }

    /// <summary>Features whose deviations fall from 1 to 1e-6, as those of a network do: products of two covariances reach below the rounding of the largest.</summary>
    [Theory]
    [InlineData(400, 300, 0)]
    [InlineData(400, 300, 6)]
    [InlineData(400, 20, 6)]
    [InlineData(20, 300, 6)]
    [InlineData(20, 25, 6)]
    public void NearDistance_IsTheDistance(int wholeRows, int partRows, int digits)
    {
        var whole = FrechetSet.Create(Graded(MetricFixtures.Head(MetricFixtures.Real, wholeRows), digits), default, 1, default);
        var part = FrechetSet.Create(Graded(MetricFixtures.Head(MetricFixtures.Fake, partRows), digits), default, 1, default);

        var expected = FrechetDistance.Compute(whole, part).Distance;

        Assert.InRange(FrechetDistance.NearDistance(whole, part) - expected, -1e-7 * whole.Trace, 1e-7 * whole.Trace);
        Assert.InRange(FrechetDistance.NearDistance(part, whole) - expected, -1e-7 * whole.Trace, 1e-7 * whole.Trace);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(60)]
    [InlineData(30)]
    public void Jackknife_IsThatOfTheSetsWithoutEachGroup(int rows)
    {
        var (real, fake) = (MetricFixtures.Head(MetricFixtures.Real, rows), MetricFixtures.Head(MetricFixtures.Fake, 300));
        var variance = Variance(real, cut => FrechetDistance.Compute(cut, fake).Distance) + Variance(fake, cut => FrechetDistance.Compute(real, cut).Distance);

        MetricFixtures.Near(Math.Sqrt(variance), FrechetJackknife.StandardError(real, fake, new ComparisonOptions { Threads = 1 }, default)!.Value, 1e-5);

        static double Variance(FeatureMatrix features, Func<FeatureMatrix, double> distance)
        {
            var order = new SeededRandom(new ComparisonOptions().Seed).Permutation(features.Rows);
            double[] distances = [.. Enumerable.Range(0, 10).Select(group => distance(features.SelectRows([.. order.Where((_, place) => place % 10 != group)])))];
            var mean = distances.Average();
            return 0.9 * distances.Sum(value => (value - mean) * (value - mean));
        }
    }

    [Theory]
    [InlineData(20)]
    [InlineData(300)]
    public void Compute_SingularStatistics_MatchesTheRowsToTheRootOfRounding(int fakes)
    {
        var real = MetricFixtures.Head(MetricFixtures.Real, 20);
        var fake = MetricFixtures.Head(MetricFixtures.Fake, fakes);

        var byStatistics = FrechetDistance.Compute(FeatureStatistics.Compute(real), FeatureStatistics.Compute(fake));

        MetricFixtures.Near(FrechetDistance.Compute(real, fake).Distance, byStatistics.Distance, 1e-6);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(20)]
    public void Compute_SetAgainstItself_IsZero(int rows)
    {
        var real = MetricFixtures.Head(MetricFixtures.Real, rows);
        var statistics = FeatureStatistics.Compute(real);

        Assert.InRange(FrechetDistance.Compute(real, real).Distance, 0.0, 1e-9);
        Assert.InRange(FrechetDistance.Compute(statistics, statistics).Distance, 0.0, 1e-9);
    }

    [Fact]
    public void Compute_DuplicatedImagesBelowTheDimensions_IsStillZeroAgainstItself()
    {
        var rows = new int[24];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = i % 6;
        }

        var duplicated = MetricFixtures.Real.SelectRows(rows);

        Assert.InRange(FrechetDistance.Compute(duplicated, duplicated).Distance, 0.0, 1e-9);
    }

    [Theory]
    [InlineData(400, 300)]
    [InlineData(20, 300)]
    [InlineData(20, 25)]
    public void Compute_SetsSwapped_GivesTheSameDistance(int reals, int fakes)
    {
        var real = MetricFixtures.Head(MetricFixtures.Real, reals);
        var fake = MetricFixtures.Head(MetricFixtures.Fake, fakes);

        MetricFixtures.Near(FrechetDistance.Compute(real, fake).Distance, FrechetDistance.Compute(fake, real).Distance, 1e-9);
    }

    [Fact]
    public void Compute_RowsInAnotherOrder_GivesTheSameDistance()
    {
        var fake = MetricFixtures.Fake;
        var reversed = fake.SelectRows([.. Enumerable.Range(0, fake.Rows).Reverse()]);

        MetricFixtures.Near(
            FrechetDistance.Compute(MetricFixtures.Real, fake).Distance, FrechetDistance.Compute(MetricFixtures.Real, reversed).Distance, 1e-10);
    }

    [Fact]
    public void Compute_ShiftedSet_GivesTheSquaredShift()
    {
        var real = MetricFixtures.Real;
        var shift = new float[real.Columns];
        shift[0] = 0.5f;
        shift[7] = -2f;
        var shifted = new FeatureMatrix(real.Rows, real.Columns, [.. real.Values.Select((value, i) => MathF.Round(value * 1024f) / 1024f)]);
        var moved = new FeatureMatrix(real.Rows, real.Columns, [.. shifted.Values.Select((value, i) => value + shift[i % real.Columns])]);

        MetricFixtures.Near(4.25, FrechetDistance.Compute(shifted, moved).Distance, 1e-9);
    }

    [Fact]
    public void Compute_RisingNoise_RisesStrictly()
    {
        var previous = -1.0;
        foreach (var strength in new[] { 0f, 0.05f, 0.1f, 0.2f, 0.4f, 0.8f })
        {
            var noise = new Random(7);
            var noisy = new FeatureMatrix(
                MetricFixtures.HeldOut.Rows,
                MetricFixtures.HeldOut.Columns,
                [.. MetricFixtures.HeldOut.Values.Select(value => value + (strength * (float)((2.0 * noise.NextDouble()) - 1.0)))]);

            var distance = FrechetDistance.Compute(MetricFixtures.HeldOut, noisy).Distance;

            Assert.True(distance > previous, $"noise {strength} gives {distance}, no more than {previous}");
            previous = distance;
        }
    }

    [Fact]
    public void Compute_AnyThreadCount_GivesTheSameBits()
    {
        var one = FrechetDistance.Compute(MetricFixtures.Real, MetricFixtures.Fake, threads: 1);

        Assert.Equal(one, FrechetDistance.Compute(MetricFixtures.Real, MetricFixtures.Fake, threads: 4));
    }

    [Fact]
    public void Compute_OtherDimensions_SaysWhatToDo()
    {
        var narrow = new FeatureMatrix(3, 2, [1, 2, 3, 4, 5, 7]);

        var error = Assert.Throws<GiqaException>(() => FrechetDistance.Compute(MetricFixtures.Real, narrow));

        Assert.Contains("32 and of 2 dimensions", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compute_ValueThatIsNotFinite_NamesTheRow()
    {
        var damaged = new FeatureMatrix(3, 2, [1, 2, 3, float.NaN, 5, 7]);

        var error = Assert.Throws<GiqaException>(() => FrechetDistance.Compute(damaged, damaged));

        Assert.Contains("row 1", error.Message, StringComparison.Ordinal);
    }

    private static FeatureMatrix Graded(FeatureMatrix features, int digits)
    {
        var columns = features.Columns;
        return new FeatureMatrix(features.Rows, columns, [.. Enumerable.Range(0, features.Rows * columns).Select(i =>
            (float)(features.Row(i / columns)[i % columns] * Math.Pow(10, -(double)digits * (i % columns) / columns)))]);
    }
}
