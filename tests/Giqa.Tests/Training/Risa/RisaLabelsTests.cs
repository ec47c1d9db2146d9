using Giqa.Training.Risa;

namespace Giqa.Tests.Training.Risa;

public sealed class RisaLabelsTests
{
    private static readonly long[] Iterations = [0, 100, 200, 1000];

    [Fact]
    public void Of_UpToTheElbow_IsInProportionToTheIteration()
    {
        var labels = new RisaLabels(Iterations, 2, new RisaOptions());
        Assert.Equal([0, .09, .18], Enumerable.Range(0, 3).Select(labels.Of), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(3, labels.PlainIterations);
    }

    [Fact]
    public void OfBlend_GoesEvenlyFromTheElbowToTheLast()
    {
        var labels = new RisaLabels(Iterations, 2, new RisaOptions { MaximumGenerated = 1, ElbowLabel = .6 });
        Assert.Equal(.6, labels.OfBlend(0), 12);
        Assert.Equal(.7, labels.OfBlend(.25), 12);
        Assert.Equal(1, labels.OfBlend(1), 12);
        Assert.Equal(.3, labels.Of(1), 12);
    }

    [Fact]
    public void Of_WithoutInterpolation_TakesEveryIterationAsItIs()
    {
        var labels = new RisaLabels(Iterations, 2, new RisaOptions { Interpolate = false });
        Assert.Equal(4, labels.PlainIterations);
        Assert.Equal(.9, labels.Of(3), 12);
        Assert.False(labels.Interpolates);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Thresholds_RiseAndSeparateTheLabels(bool hasPerfect)
    {
        var labels = new RisaLabels(Iterations, 2, new RisaOptions());
        var thresholds = labels.Thresholds(8, hasPerfect);
        Assert.Equal(thresholds.Order().Distinct(), thresholds);
        Assert.Equal(hasPerfect, thresholds[^1] == 1);
        Assert.All(thresholds.SkipLast(1), threshold => Assert.InRange(threshold, .01, .9));
    }

    [Fact]
    public void Blend_OfTwoImages_IsPixelwise()
    {
        using var run = new StyleRun();
        using var snapshots = Giqa.Images.Snapshots.SnapshotFolder.Open(run.Path, new());
        var images = RisaImages.Read(run.Path, snapshots, 0, new(), CancellationToken.None);
        Assert.Equal((StyleRun.Side, 30, 6), (images.Side, images.Pairs.Count, images.References.Count));
        var (pair, options) = (images.Pairs[3], new RisaOptions());
        var batches = new RisaBatches(images, new RisaLabels(images.Iterations, 2, options), [3], options);
        var half = batches.Fixed(3).Single(example => example.Share == .5);
        Assert.Equal((2, 5), (half.From, half.To));
        Assert.True(half.IsGood);
        Assert.NotEqual(pair.Images[2], pair.Images[5]);
    }
}
