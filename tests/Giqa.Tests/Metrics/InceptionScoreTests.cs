using Giqa.Features;
using Giqa.Metrics;

namespace Giqa.Tests.Metrics;

public sealed class InceptionScoreTests
{
    [Theory]
    [InlineData("splits10_noshuffle", 10, false)]
    [InlineData("splits10_shuffle2020", 10, true)]
    [InlineData("splits1", 1, false)]
    public void Compute_Fixture_MatchesTorchFidelity(string name, int splits, bool shuffle)
    {
        var golden = MetricFixtures.Json("is/is.json").GetProperty(name);
        var options = new InceptionScoreOptions { Splits = splits, Shuffle = shuffle, Seed = 2020, Convention = RandomConvention.NumpyLegacy };

        var result = InceptionScore.Compute(MetricFixtures.Matrix("is/logits.npy"), options);

        MetricFixtures.Near(golden.GetProperty("inception_score_mean").GetDouble(), result.Mean, 1e-9);
        Assert.Equal(golden.GetProperty("inception_score_std").GetDouble(), result.StandardDeviation, 1e-9);
    }

    [Fact]
    public void Compute_EqualLogits_IsOne() =>
        Assert.Equal(1.0, InceptionScore.Compute(new FeatureMatrix(20, 3, new float[60]), new InceptionScoreOptions()).Mean, 1e-12);

    [Fact]
    public void Compute_SureAndEvenlySpread_IsTheNumberOfClasses()
    {
        var logits = new float[40 * 4];
        for (var i = 0; i < 40; i++)
        {
            logits[(i * 4) + (i % 4)] = 1000f;
        }

        var result = InceptionScore.Compute(new FeatureMatrix(40, 4, logits), new InceptionScoreOptions { Splits = 2, Shuffle = false });

        Assert.Equal(4.0, result.Mean, 1e-9);
    }

    [Fact]
    public void Compute_FewerImagesThanSplits_SaysWhatToDo() =>
        Assert.Contains(
            "10 splits",
            Assert.Throws<GiqaException>(() => InceptionScore.Compute(new FeatureMatrix(3, 2, new float[6]), new InceptionScoreOptions())).Message,
            StringComparison.Ordinal);
}
