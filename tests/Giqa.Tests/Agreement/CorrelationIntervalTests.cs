using Giqa.Agreement;
using Giqa.Numerics;

namespace Giqa.Tests.Agreement;

public sealed class CorrelationIntervalTests
{
    private const int Draws = 600;

    [Theory]
    [InlineData(10, 0)]
    [InlineData(10, .5)]
    [InlineData(20, .5)]
    [InlineData(50, .9)]
    public void Intervals_OfNormalPairs_HoldTheTruthInAbout95Percent(int count, double correlation)
    {
        // The coefficients of a normal distribution (Kendall and Gibbons, 1990).
        var (spearman, kendall) = (6 / Math.PI * Math.Asin(correlation / 2), 2 / Math.PI * Math.Asin(correlation));
        var random = new SeededRandom(1);
        var (ofSpearman, ofKendall) = (0, 0);
        for (var draw = 0; draw < Draws; draw++)
        {
            double[] x = [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())];
            double[] y = [.. x.Select(value => (correlation * value) + (Math.Sqrt(1 - (correlation * correlation)) * random.NextGaussian()))];
            ofSpearman += Holds(CorrelationInterval.OfSpearman(RankCorrelation.Spearman(x, y), count), spearman);
            ofKendall += Holds(CorrelationInterval.OfKendall(RankCorrelation.Kendall(x, y), count), kendall);
        }

        Assert.InRange((double)ofSpearman / Draws, .925, .985);
        Assert.InRange((double)ofKendall / Draws, .92, .98);
    }

    [Theory]
    [InlineData(9, .5)]
    [InlineData(2, 1)]
    [InlineData(100, double.NaN)]
    public void Intervals_OfTooLittle_AreNone(int count, double coefficient)
    {
        Assert.Null(CorrelationInterval.OfSpearman(coefficient, count));
        Assert.Null(CorrelationInterval.OfKendall(coefficient, count));
    }

    [Fact]
    public void Intervals_OfPerfectOrder_EndAtOne() => Assert.Equal((true, 1), (CorrelationInterval.OfSpearman(1, 10)!.Value.Low > .9, Math.Round(CorrelationInterval.OfSpearman(1, 10)!.Value.High, 9)));

    private static int Holds((double Low, double High)? interval, double truth) => interval is { } ends && ends.Low <= truth && truth <= ends.High ? 1 : 0;
}
