using Giqa.Numerics;
using Giqa.Tests.Support;
using Giqa.Training.Mbc;
using Giqa.Training.Scorers;

namespace Giqa.Tests.Training.Scorers;

/// <summary>What needs no libtorch: labels, thresholds, the split, augmentation.</summary>
public sealed class ScorerPartsTests
{
    private static readonly ScorerTrainingOptions Options = new() { Method = Giqa.Models.FitMethod.Mbc };

    [Fact]
    public void PseudoLabel_IsThePapers()
    {
        Assert.Equal(.45, PseudoLabel.Of(500, 1000, .9), 1e-15);
        Assert.Equal([0, .9], [PseudoLabel.Of(0, 1000, .9), PseudoLabel.Of(1000, 1000, .9)]);
        Assert.Equal(0, PseudoLabel.Of(0, 0, .9));
    }

    [Fact]
    public void Thresholds_ManyLabels_CutThemIntoEqualParts()
    {
        var labels = Enumerable.Range(0, 8000).Select(i => i / 8000.0 * .9).ToArray();
        var thresholds = QuantileThresholds.Choose(labels, 8);
        Assert.Equal(8, thresholds.Length);
        Assert.Equal(1, thresholds[^1]);
        for (var i = 0; i < 7; i++)
        {
            Assert.Equal((i + 1) / 8.0, labels.Count(label => label < thresholds[i]) / 8000.0, .001);
        }
    }

    [Fact]
    public void Thresholds_FewIterations_AreFewerAndEachSeesBothClasses()
    {
        double[] labels = [0, 0, 0, 0, 0, 0, .1, .1, .5, .9];
        var thresholds = QuantileThresholds.Choose(labels, 8);
        Assert.Equal([.1, .5, .9, 1], thresholds);
        Assert.All(thresholds, threshold => Assert.Contains(labels, label => label < threshold));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Thresholds_OneLabel_LeaveRealAgainstGenerated(int count) => Assert.Equal([1], QuantileThresholds.Choose([.3, .3, .3], count));

    [Fact]
    public void Split_ByLatent_LeavesNoLatentOnBothSides()
    {
        var keys = Enumerable.Range(0, 1000).Select(i => $"{i % 50}").ToArray();
        var kept = ValidationSplit.ByKey(keys, .1, 7);
        var left = keys.Where((_, i) => kept[i]).ToHashSet();
        var right = keys.Where((_, i) => !kept[i]).ToHashSet();
        Assert.Empty(left.Intersect(right));
        Assert.Equal((5, 45), (left.Count, right.Count));
        Assert.Equal(kept, ValidationSplit.ByKey(keys, .1, 7));
        Assert.NotEqual(kept, ValidationSplit.ByKey(keys, .1, 8));
    }

    [Fact]
    public void Split_OneLatent_IsRefused() => Assert.Contains("one seed", Assert.Throws<GiqaException>(() => ValidationSplit.ByKey(["7", "7"], .1, 0)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(.01, 1)]
    [InlineData(.5, 1)]
    public void Split_TwoLatents_KeepsOneOnEachSide(double share, int kept) => Assert.Equal(kept, ValidationSplit.ByKey(["a", "b"], share, 0).Count(x => x));

    [Fact]
    public void Fill_WithoutAugmentation_IsWhatScoringPrepares()
    {
        var (image, preprocessing) = (PaintedImages.Paint(1, 16), ScorerNetwork.PreprocessingFor(16));
        var (expected, actual) = (new float[3 * 256], new float[3 * 256]);
        preprocessing.Fill(image, expected);
        default(Augmentation).Fill(image, preprocessing, actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Fill_FlipShiftAndTurn_MoveThePixels()
    {
        var image = PaintedImages.Paint(2, 16);
        var preprocessing = ScorerNetwork.PreprocessingFor(16);
        float[] Fill(Augmentation augmentation)
        {
            var values = new float[3 * 256];
            augmentation.Fill(image, preprocessing, values);
            return values;
        }

        var plain = Fill(default);
        Assert.Equal(plain[3], Fill(new(true, 0, 0, 0))[12]);
        Assert.Equal(plain[(5 * 16) + 3], Fill(new(false, 2, 1, 0))[(6 * 16) + 5]);
        Assert.Equal(plain[0], Fill(new(false, 3, 0, 0))[2]);
        Assert.Equal(plain[(11 * 16) + 3], Fill(new(false, 0, 0, 90))[(12 * 16) + 11], 1e-4);
        Assert.Equal(plain, Fill(new(false, 0, 0, 1e-9)), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void Draw_SmallImages_AreNotTurned()
    {
        var random = new SeededRandom(1);
        var drawn = Enumerable.Range(0, 500).Select(_ => Augmentation.Draw(Options, 32, random)).ToArray();
        Assert.All(drawn, augmentation => Assert.Equal(0, augmentation.Angle));
        Assert.Equal([-2, -1, 0, 1, 2], drawn.Select(augmentation => augmentation.ShiftX).Distinct().Order());
        Assert.Equal(2, drawn.Select(augmentation => augmentation.Flip).Distinct().Count());
        Assert.InRange(Enumerable.Range(0, 500).Max(_ => Augmentation.Draw(Options, 192, random).Angle), 14, 15);
    }

    [Theory]
    [InlineData(Giqa.Models.FitMethod.Gmm)]
    [InlineData(Giqa.Models.FitMethod.Knn)]
    public void Options_FittedMethod_IsRefused(Giqa.Models.FitMethod method) => Assert.Throws<GiqaException>(() => new ScorerTrainingOptions { Method = method });

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Throws<GiqaException>(() => Options with { Classifiers = 0 });
        Assert.Throws<GiqaException>(() => Options with { MaximumGenerated = 1 });
        Assert.Throws<GiqaException>(() => Options with { Validation = .6 });
        Assert.Throws<GiqaException>(() => Options with { Side = 5 });
        Assert.Throws<GiqaException>(() => Options with { LearningRate = double.NaN });
    }
}
