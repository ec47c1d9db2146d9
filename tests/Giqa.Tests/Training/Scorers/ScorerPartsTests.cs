using Giqa.Images;
using Giqa.Numerics;
using Giqa.Tests.Reports;
using Giqa.Tests.Support;
using Giqa.Training.Data;
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
    public void PseudoLabel_OfDegraded_IsBelowAllAndComparedWithRealsAlone()
    {
        Assert.Equal([1, 2, 3, 4, 5], Enumerable.Range(1, 5).Select(strength => PseudoLabel.StrengthOf(PseudoLabel.OfDegraded(strength))));
        Assert.True(PseudoLabel.AreComparable(1, PseudoLabel.OfDegraded(1)));
        Assert.True(PseudoLabel.AreComparable(PseudoLabel.OfDegraded(4), PseudoLabel.OfDegraded(1)));
        Assert.True(PseudoLabel.AreComparable(.3, 1));
        Assert.False(PseudoLabel.AreComparable(.3, PseudoLabel.OfDegraded(5)));
        Assert.False(PseudoLabel.AreComparable(.3, .3));
    }

    [Fact]
    public void Soundness_Targets_KeepTheTwoScalesApart()
    {
        var objective = new SoundnessObjective(new MbcObjective([.5, 1]));
        float[] Targets(double label)
        {
            var targets = new float[objective.Outputs];
            objective.Fill(label, targets);
            return targets;
        }

        Assert.Equal([1, 1, 1, 1, 1, 1, 1], Targets(PseudoLabel.Real));
        Assert.Equal([1, 0, -1, -1, -1, -1, -1], Targets(.7));
        Assert.Equal([0, 0, -1, -1, -1, -1, -1], Targets(0));
        Assert.Equal([-1, -1, 0, 1, 1, 1, 1], Targets(PseudoLabel.OfDegraded(1)));
        Assert.Equal([-1, -1, 0, 0, 0, 0, 0], Targets(PseudoLabel.OfDegraded(5)));
    }

    [Fact]
    public void Examples_AreDamagedBehindTheAugmentation()
    {
        const int Side = 32;
        using var source = new MemorySource(("painted", PaintedImages.Paint(1, Side)));
        var shelf = PictureShelf.Fill(source, new DecodeOptions(), Side, 1, null, CancellationToken.None);
        var augmentation = new Augmentation { CropPadding = 5, FlipProbability = .5 };
        DegradationKind[] pixelated = [DegradationKind.Pixelate];
        var chosen = 0;
        foreach (var set in (ExampleSet[])[new DegradedImages(shelf, [0], pixelated, Side), new LabelledImages([], new WorstImages(shelf, [0], 1, pixelated), Side)])
        {
            for (var seed = 0UL; seed < 30; seed++)
            {
                var (pixels, labels) = (new float[set.ImagesPerExample * set.ImageLength], new double[set.ImagesPerExample]);
                set.Fill(0, seed, augmentation, pixels, labels);

                // The greatest strength leaves 6 cells across; of the single images, strength 4 leaves 8 (5 may be foreign).
                var (ruined, cells) = set.ImagesPerExample > 1 ? (true, 6) : (PseudoLabel.StrengthOf(labels[0]) == 4, 8);
                if (ruined)
                {
                    chosen++;
                    AssertFlatCells(pixels.AsSpan((set.ImagesPerExample - 1) * set.ImageLength, Side * Side), Side, cells);
                }
            }
        }

        Assert.InRange(chosen, 32, 60);
    }

    /// <summary>Shifted or mirrored cells would not lie where they are painted.</summary>
    private static void AssertFlatCells(ReadOnlySpan<float> plane, int side, int cells)
    {
        for (var i = 0; i < plane.Length; i++)
        {
            var (x, y) = (i % side, i / side);
            var (column, row) = (x * cells / side, y * cells / side);
            var first = (((row * side) + cells - 1) / cells * side) + (((column * side) + cells - 1) / cells);
            Assert.Equal(plane[first], plane[i]);
        }
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
        var images = new OneImage(PaintedImages.Paint(1, 16));
        var (expected, plain, augmented) = (new float[3 * 256], new float[3 * 256], new float[3 * 256]);
        images.Preprocessing.Fill(PaintedImages.Paint(1, 16), expected);
        images.Fill(0, 5, null, plain, new double[1]);
        images.Fill(0, 5, new Augmentation(), augmented, new double[1]);
        Assert.Equal(expected, plain);
        Assert.Equal(expected, augmented, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Fill_VersionsOfOneImage_AreAugmentedAlike()
    {
        var image = PaintedImages.Paint(3, 16);
        var images = new OneImage(image, image, image);
        var pixels = new float[3 * 3 * 256];
        images.Fill(0, 9, Options.AugmentationFor(16), pixels, new double[3]);
        Assert.Equal(pixels[..768], pixels[768..1536]);
        Assert.Equal(pixels[..768], pixels[1536..]);
        var other = new float[3 * 3 * 256];
        images.Fill(0, 10, Options.AugmentationFor(16), other, new double[3]);
        Assert.NotEqual(pixels, other);
    }

    [Theory]
    [InlineData(32, 2, 0)]
    [InlineData(64, 4, 0)]
    [InlineData(192, 12, 15)]
    public void Augmentation_BySide_TurnsLargeImagesOnly(int side, int shift, double degrees)
    {
        var augmentation = Options.AugmentationFor(side);
        Assert.Equal((shift, degrees, .5), (augmentation.CropPadding, augmentation.RotationDegrees, augmentation.FlipProbability));
        Assert.Equal(7, (Options with { Rotation = 7 }).AugmentationFor(side).RotationDegrees);
        Assert.Equal(0, (Options with { Flip = false }).AugmentationFor(side).FlipProbability);
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

    private sealed class OneImage(params RgbImage[] versions) : ExampleSet(16)
    {
        internal override int Count => 1;

        internal override int ImagesPerExample => versions.Length;

        internal override IEnumerable<(RgbImage Image, double Label)> Read(int example, Func<RgbImage, RgbImage> augment, SeededRandom random) => versions.Select(image => (augment(image), .5));
    }
}
