using Giqa.Images;
using Giqa.Scores;
using Giqa.Selection;

namespace Giqa.Tests.Selection;

public sealed class OhemTests
{
    [Fact]
    public void Weights_Defaults_DoubleWhatIsBelowAFifth() =>
        Assert.Equal([2, 2, 1, 1, 1], Ohem.Weights([0.01, 0.1999, 0.2, 0.5, 0.99]));

    [Fact]
    public void Weights_OwnThresholdAndWeight_AreTaken() =>
        Assert.Equal([3.5f, 1], Ohem.Weights([0.49, 0.5], new OhemOptions { Threshold = .5, Weight = 3.5 }));

    [Fact]
    public void Weights_SampleWithoutQuality_WeighsOne()
    {
        Assert.Equal([1], Ohem.Weights([double.NaN]));
        ImageScore[] scores = [ImageScore.Scored("a", -5, .1, null), ImageScore.Skipped("b", ImageFault.Corrupt, "broken"), ImageScore.Scored("c", 5, .9, null)];
        Assert.Equal([2, 1, 1], Ohem.Weights(scores));
    }

    [Fact]
    public void Weights_NoSamples_AreNone() => Assert.Empty(Ohem.Weights(ReadOnlySpan<double>.Empty));

    [Theory]
    [InlineData(-.1, 2)]
    [InlineData(1.1, 2)]
    [InlineData(double.NaN, 2)]
    [InlineData(.2, 0)]
    [InlineData(.2, double.NaN)]
    [InlineData(.2, 1e9)]
    public void Options_OutOfRange_AreRefused(double threshold, double weight) =>
        Assert.Throws<GiqaException>(() => new OhemOptions { Threshold = threshold, Weight = weight });
}
