using FsCheck;
using FsCheck.Fluent;
using Giqa.Models;
using Giqa.Numerics;
using Giqa.Tests.Support;

namespace Giqa.Tests.Models;

public sealed class CalibrationTests
{
    [Fact]
    public void Fit_Fixture_HasTheMidRankDistributionOfSciPyAtItsPoints()
    {
        var fake = Fixture.Doubles("calibration/score_fake.npy");
        var expected = Fixture.Doubles("calibration/percentile_mean.npy");
        var calibration = Calibration.Fit(Fixture.Doubles("calibration/score_heldout.npy"));
        for (var i = 0; i < fake.Length; i++)
        {
            Assert.Equal(expected[i], MidRank(calibration, fake[i]), 1e-12);
        }
    }

    [Fact]
    public void Quality_BetweenHeldOutScores_IsWithinHalfARankOfTheMidRank()
    {
        var calibration = Calibration.Fit(Fixture.Doubles("calibration/score_heldout.npy"));
        var expected = Fixture.Doubles("calibration/percentile_mean.npy");
        var fake = Fixture.Doubles("calibration/score_fake.npy");
        for (var i = 0; i < fake.Length; i++)
        {
            Assert.InRange(calibration.Quality(fake[i]), expected[i] - .005 - 1e-12, expected[i] + .005 + 1e-12);
        }
    }

    [Fact]
    public void Quality_OfTheMedianReal_IsOneHalf()
    {
        var calibration = Calibration.Fit([5, 1, 3, 2, 4]);
        Assert.Equal(.5, calibration.Quality(3), 15);
        Assert.Equal(.1, calibration.Quality(1), 15);
        Assert.Equal(.9, calibration.Quality(5), 15);
        Assert.Equal(.6, calibration.Quality(3.5), 15);
    }

    [Fact]
    public void Quality_Ties_ShareTheirMiddleRank() => Assert.Equal(.5, Calibration.Fit([1, 2, 2, 2, 3]).Quality(2), 15);

    [Fact]
    public void FitUnseen_KthWorstOfN_IsWhatAnUnseenImageIsWorseThanThatOften()
    {
        var calibration = Calibration.FitUnseen([5, 1, 3, 3, 4]);
        Assert.Equal(1 / 6.0, calibration.Quality(1), 15);
        Assert.Equal(2.5 / 6, calibration.Quality(3), 15);
        Assert.Equal(5 / 6.0, calibration.Quality(5), 15);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(27)]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(300)]
    public void FitUnseen_AnyNumberOfHeldOutScores_FlagsNoMoreUnseenOnesThanTheLevelSays(int heldOut)
    {
        // Normal scores, and such with heavy lower tails: what the tail below the worst one says must hold, too.
        foreach (var draw in (Func<SeededRandom, double>[])[random => random.NextGaussian(), random => Math.Log(Math.Max(1e-300, random.NextDouble()))])
        {
            var (random, rates) = (new SeededRandom((ulong)heldOut), new double[2000]);
            for (var round = 0; round < rates.Length; round++)
            {
                var calibration = Calibration.FitUnseen([.. Enumerable.Range(0, heldOut).Select(_ => draw(random))]);
                rates[round] = Enumerable.Range(0, 50).Count(_ => calibration.Quality(draw(random)) < .02) / 50.0;
            }

            var (mean, error) = (rates.Average(), Math.Sqrt(rates.Sum(rate => Math.Pow(rate - rates.Average(), 2))) / rates.Length);
            Assert.True(mean - (3 * error) <= .02, $"{100 * mean:F2} +- {100 * error:F2} %");
            Assert.True(mean > .01, $"{100 * mean:F2} % is blind");
        }
    }

    [Fact]
    public void Quality_FarBelowTheWorstReal_GoesOnFallingStrictly()
    {
        var calibration = Calibration.Fit(Fixture.Doubles("calibration/score_heldout.npy"));
        var previous = double.Epsilon;
        foreach (var score in new[] { -1e300, -1e100, -1e12, -10000001, -1e7, -9999999.99, -1e6, -1e4, -500, -200, -115, -114.36, -114.35 })
        {
            var quality = calibration.Quality(score);
            Assert.True(quality > previous, $"{score}: {quality} is not above {previous}");
            previous = quality;
        }

        Assert.True(previous < .006);
    }

    [Fact]
    public void Quality_FarAboveTheBestReal_GoesOnRisingBelowOne()
    {
        var calibration = Calibration.Fit(Fixture.Doubles("calibration/score_heldout.npy"));
        var previous = 0.0;
        foreach (var score in new[] { 20.88, 20.9, 21, 30, 100, 1e3, 1e5, 1e7, 1e9, 1e12, 1e300 })
        {
            var quality = calibration.Quality(score);
            Assert.InRange(quality, previous + 1e-12, Math.BitDecrement(1));
            previous = quality;
        }

        Assert.True(calibration.Quality(double.MaxValue) < 1);
        Assert.True(calibration.Quality(double.PositiveInfinity) < 1);
        Assert.True(calibration.Quality(double.NegativeInfinity) > 0);
    }

    [Fact]
    public void Quality_AnyHeldOutScores_RisesStrictlyAndStaysWithinZeroAndOne()
    {
        var scores = ArbMap.Default.ArbFor<int[]>().Filter(values => values.Length > 0);
        Prop.ForAll(scores, values =>
        {
            var calibration = Calibration.Fit([.. values.Select(value => value / 7.0)]);
            var grid = Enumerable.Range(-400, 801).Select(i => calibration.Quality(i * .37)).ToArray();
            return grid[0] > 0 && grid[^1] < 1 && grid.Zip(grid.Skip(1)).All(pair => pair.First < pair.Second);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Fit_MoreScoresThanPoints_KeepsTheQuantiles()
    {
        var calibration = Calibration.Fit([.. Enumerable.Range(0, 100_000).Select(i => i / 1000.0)]);
        Assert.Equal(Calibration.MaximumPoints, calibration.Scores.Length);
        Assert.Equal(100_000, calibration.HeldOutCount);
        Assert.Equal(.02, calibration.Quality(2), 4);
        Assert.Equal(.5, calibration.Quality(50), 4);
        Assert.Equal(.5e-5, calibration.Quality(0), 1e-12);
    }

    [Fact]
    public void Fit_UnusableScores_Throws()
    {
        Assert.Throws<GiqaException>(() => Calibration.Fit([]));
        Assert.Throws<GiqaException>(() => Calibration.Fit([1, double.NaN]));
        Assert.Throws<GiqaException>(() => Calibration.Fit([double.NegativeInfinity, 1]));
    }

    [Fact]
    public void Quality_NaN_Throws() => Assert.Throws<ArgumentException>(() => Calibration.Fit([1]).Quality(double.NaN));

    [Fact]
    public void Restore_StoredNumbers_GivesTheSameMap()
    {
        var calibration = Calibration.Fit([3, 1, 2, 2, 9]);
        var restored = Calibration.Restore([.. calibration.Scores], [.. calibration.Qualities], 5, calibration.LowerSlope, calibration.UpperSlope);
        foreach (var score in new[] { -1e5, 0, 1, 1.5, 2, 8, 9, 11 })
        {
            Assert.Equal(calibration.Quality(score), restored.Quality(score));
        }
    }

    [Fact]
    public void Restore_UnsortedScores_Throws() =>
        Assert.Throws<ModelFileException>(() => Calibration.Restore([2, 1], [.2, .8], 2, 1, 1));

    /// <summary>percentileofscore(kind="mean") / 100, read off the map's points, which have no ties in the fixture.</summary>
    private static double MidRank(Calibration calibration, double score)
    {
        var below = calibration.Scores.ToArray().Count(value => value < score);
        return below == 0 ? 0 : below == calibration.Scores.Length ? 1 : (calibration.Qualities[below - 1] + calibration.Qualities[below]) / 2;
    }
}
