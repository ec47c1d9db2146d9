using Giqa.Features;
using Giqa.Models;
using Giqa.Tests.Support;

namespace Giqa.Tests.Models;

public sealed class LearnedModelTests
{
    [Fact]
    public void Save_ThenLoad_BringsTheNetworkAlong()
    {
        using var folder = new TemporaryFolder();
        var model = SmallScorer.Create();
        model.Save(folder.File("m.giqa"));
        var loaded = QualityModel.Load(folder.File("m.giqa"));
        Assert.Equal(model.Network!.Fingerprint, loaded.Network!.Fingerprint);
        Assert.Equal(model.Training! with { Thresholds = [], Iterations = [] }, loaded.Training! with { Thresholds = [], Iterations = [], DegradedReals = model.Training!.DegradedReals });
        Assert.Equal(model.Training!.DegradedReals, loaded.Training!.DegradedReals);
        Assert.Equal(model.Training!.Thresholds, loaded.Training!.Thresholds);
        Assert.Equal(model.Training!.Iterations, loaded.Training!.Iterations);
        Assert.Equal(model.Report.Counts, loaded.Report.Counts);
        Assert.Equal(["reals"], loaded.References.Sources);
    }

    [Fact]
    public void Save_Twice_GivesTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        SmallScorer.Create().Save(folder.File("a.giqa"));
        SmallScorer.Create().Save(folder.File("b.giqa"));
        Assert.Equal(File.ReadAllBytes(folder.File("a.giqa")), File.ReadAllBytes(folder.File("b.giqa")));
    }

    [Fact]
    public void Score_ThroughImageScorer_NeedsNoBackboneInTheStore()
    {
        using var folder = new TemporaryFolder();
        var model = SmallScorer.Create();
        model.Save(folder.File("m.giqa"));
        using var scorer = ImageScorer.Load(folder.File("m.giqa"), new ImageScorerOptions { Backbones = new BackboneStore(folder.File("none")) });
        using var extractor = new FeatureExtractor(SmallScorer.Network);
        var image = PaintedImages.Paint(500);
        var expected = extractor.Extract(image).Average(value => 1 / (1 + Math.Exp(-value)));
        var score = scorer.Score(image);
        Assert.Equal(expected, score.Score!.Value, 1e-12);
        Assert.Equal(model.Branches[0].Calibration.Quality(expected), score.Quality!.Value, 1e-9);
    }

    [Theory]
    [InlineData(FitMethod.Mbc)]
    [InlineData(FitMethod.Ir)]
    [InlineData(FitMethod.Bc)]
    public void Score_Logits_IsTheMeanOfTheirSigmoids(FitMethod method)
    {
        var scores = new double[3];
        new LearnedScorer(method, 2, 0).Score([0, 0, 2, -1000, 40, 40], scores, 1, CancellationToken.None);
        Assert.Equal([.5, 1 / (1 + Math.Exp(-2)) / 2, 1], scores);
    }

    [Fact]
    public void Score_WithClassifiersOfSoundness_IsTheProductOfTheMeans()
    {
        var scores = new double[3];
        new LearnedScorer(FitMethod.Mbc, 3, 2).Score([0, 0, 0, 2, 1000, -1000, 1000, 1000, 1000], scores, 1, CancellationToken.None);
        Assert.Equal([.25, .5 / (1 + Math.Exp(-2)), 1], scores, (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Fact]
    public void Load_ClassifiersOfSoundness_AreReadAndChecked()
    {
        using var folder = new TemporaryFolder();
        SmallScorer.Create(soundness: 3).Save(folder.File("m.giqa"));
        var loaded = QualityModel.Load(folder.File("m.giqa"));
        float[] outputs = [.. Enumerable.Range(0, SmallScorer.Network.FeatureCount).Select(i => (i * .4f) - 1)];
        Assert.Equal(SmallScorer.Create(soundness: 3).Score(new FeatureMatrix(1, outputs.Length, outputs)), loaded.Score(new FeatureMatrix(1, outputs.Length, outputs)));
        Assert.NotEqual(SmallScorer.Create().Score(new FeatureMatrix(1, outputs.Length, outputs)), loaded.Score(new FeatureMatrix(1, outputs.Length, outputs)));

        // As many as there are outputs, or more, leave the score none of its own.
        foreach (var count in (string[])["8", "9"])
        {
            var text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(folder.File("m.giqa")));
            var changed = System.Text.RegularExpressions.Regex.Replace(text, "(soundness_?[cC]lassifiers.{1,12}?:)3", $"${{1}}{count}");
            Assert.NotEqual(text, changed);
            File.WriteAllBytes(folder.File("b.giqa"), System.Text.Encoding.Latin1.GetBytes(changed));
            Assert.Contains($"{count} of its network's 8 outputs", Assert.Throws<ModelFileException>(() => QualityModel.Load(folder.File("b.giqa"))).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Evaluate_WithoutReferences_FindsNoCopies() =>
        Assert.Equal([-1, -1], SmallScorer.Create().Evaluate(new FeatureMatrix(2, SmallScorer.Network.FeatureCount, new float[2 * SmallScorer.Network.FeatureCount])).CopyOf);

    [Fact]
    public void Score_Rank_IsTheOutputItself()
    {
        var scores = new double[2];
        new LearnedScorer(FitMethod.Rank, 1, 0).Score([-7.5, 1200], scores, 1, CancellationToken.None);
        Assert.Equal([-7.5, 1200], scores);
    }

    [Fact]
    public void FindNearest_WithoutReferences_FindsNone() =>
        Assert.Equal(0, SmallScorer.Create().FindNearest(new FeatureMatrix(1, 8, new float[8]), 3).Neighbours);

    [Fact]
    public void Fit_LearnedMethod_SaysToTrain() => Assert.Contains(
        "giqa train ir",
        Assert.Throws<GiqaException>(() => QualityModel.Fit(RealImages.Draw(100, 8, 1), new FitOptions { Method = FitMethod.Ir })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Load_AnyByteChanged_IsRefusedOrHarmless()
    {
        using var folder = new TemporaryFolder();
        SmallScorer.Create(heldOut: 55).Save(folder.File("m.giqa"));
        var sound = File.ReadAllBytes(folder.File("m.giqa"));
        var fingerprint = SmallScorer.Network.Fingerprint;
        for (var place = 0; place < sound.Length; place += 41)
        {
            var broken = (byte[])sound.Clone();
            broken[place] ^= 0x11;
            File.WriteAllBytes(folder.File("b.giqa"), broken);
            try
            {
                Assert.Equal(fingerprint, QualityModel.Load(folder.File("b.giqa")).Network!.Fingerprint);
            }
            catch (ModelFileException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }
    }
}
