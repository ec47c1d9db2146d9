using Giqa.Features;
using Giqa.Metrics;

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
}
