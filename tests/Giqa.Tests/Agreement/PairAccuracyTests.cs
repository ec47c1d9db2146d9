using Giqa.Agreement;
using Giqa.Numerics;

namespace Giqa.Tests.Agreement;

public sealed class PairAccuracyTests
{
    private static readonly Dictionary<string, double?> Scores = new(StringComparer.Ordinal) { ["a"] = 3, ["b"] = 2, ["c"] = 2, ["d"] = null };

    [Fact]
    public void Compute_RightWrongAndTied_CountsTiesAsHalf()
    {
        var result = PairAccuracy.Compute(
            [Pair("a", "b", PairChoice.Left), Pair("a", "b", PairChoice.Right), Pair("b", "c", PairChoice.Left), Pair("a", "c", PairChoice.Tie), Pair("a", "d", PairChoice.Left)],
            (_, image) => Scores[image]);

        Assert.Equal((0.5, 4, 2), (result.Accuracy, result.Pairs, result.Ties));
        Assert.Equal("d", Assert.Single(result.Skipped).Right);
    }

    /// <summary>The interval's formula evaluated apart, in Python.</summary>
    [Theory]
    [InlineData(0.75, 8, 0.4092754303, 0.9285207872)]
    [InlineData(1.0, 5, 0.5655175352, 1.0)]
    public void Wilson_Share_GivesTheInterval(double share, int count, double low, double high)
    {
        var interval = WilsonInterval.Of(share, count);

        Assert.Equal(low, interval.Low, 1e-7);
        Assert.Equal(high, interval.High, 1e-7);
    }

    [Fact]
    public void Compute_NoPairWithScores_IsRefused() =>
        Assert.Throws<GiqaException>(() => PairAccuracy.Compute([Pair("a", "d", PairChoice.Left)], (_, image) => Scores[image]));

    private static PairJudgement Pair(string left, string right, PairChoice choice) => new(left, right, choice, null, 2);
}
