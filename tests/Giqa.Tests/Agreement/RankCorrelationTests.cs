using Giqa.Agreement;

namespace Giqa.Tests.Agreement;

/// <summary>Against scipy.stats.spearmanr and kendalltau (SciPy 1.10.1) on the same values.</summary>
public sealed class RankCorrelationTests
{
    private static readonly double[] X = [1, 2, 2, 3, 5, 4, 7, 7, 7, 10.5];
    private static readonly double[] Y = [2, 1, 2, 2, 6, 7, 3, 9, 9, 8];

    [Fact]
    public void Spearman_TiedValues_MatchesSciPy() => Assert.Equal(0.81875, RankCorrelation.Spearman(X, Y), 1e-12);

    [Fact]
    public void Kendall_TiedValues_MatchesSciPy() => Assert.Equal(0.6341463414634148, RankCorrelation.Kendall(X, Y), 1e-12);

    [Fact]
    public void Both_ReversedOrder_AreMinusOne()
    {
        double[] falling = [5, 4, 3, 2, 1];

        Assert.Equal(-1.0, RankCorrelation.Spearman([1, 2, 3, 4, 5], falling), 1e-12);
        Assert.Equal(-1.0, RankCorrelation.Kendall([1, 2, 3, 4, 5], falling), 1e-12);
    }

    [Fact]
    public void Kendall_ConstantSide_IsNotANumber() => Assert.True(double.IsNaN(RankCorrelation.Kendall([1, 1, 1], [1, 2, 3])));

    [Fact]
    public void Spearman_UnequalLengths_IsRefused() => Assert.Throws<ArgumentException>(() => RankCorrelation.Spearman([1, 2], [1, 2, 3]));
}
