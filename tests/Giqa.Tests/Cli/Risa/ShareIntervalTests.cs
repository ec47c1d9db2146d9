using Giqa.Cli.Risa;
using Giqa.Numerics;

namespace Giqa.Tests.Cli.Risa;

public sealed class ShareIntervalTests
{
    [Fact]
    public void Of_AllOfThirteen_LeavesAQuarterOpen()
    {
        var interval = ShareInterval.Of(1, 13);

        Assert.Equal((.7719, 1.0), (Math.Round(interval.Low, 4), Math.Round(interval.High, 4)));
    }

    [Theory]
    [InlineData(.5, 0)]
    [InlineData(double.NaN, 10)]
    public void Of_Nothing_SaysNothing(double share, int count) => Assert.Equal(new ShareInterval(0, 1), ShareInterval.Of(share, count));

    [Theory]
    [InlineData(13, .9)]
    [InlineData(30, .7)]
    public void Of_SharesCountedWithinThings_HoldsTheTruthAtLeastInNineteenOfTwenty(int count, double truth)
    {
        // Six answers on each of few things, and those of one thing are alike: two in three are one answer.
        var random = new SeededRandom(2);
        var held = 0;
        for (var draw = 0; draw < 1000; draw++)
        {
            var right = 0;
            for (var thing = 0; thing < count; thing++)
            {
                var common = random.NextDouble() < truth;
                right += Enumerable.Range(0, 6).Count(answer => answer < 4 ? common : random.NextDouble() < truth);
            }

            var interval = ShareInterval.Of(right / (6.0 * count), count);
            held += interval.Low <= truth && truth <= interval.High ? 1 : 0;
        }

        Assert.InRange(held, 940, 1000);
    }
}
