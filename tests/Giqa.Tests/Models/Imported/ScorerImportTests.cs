using Giqa.Agreement;
using Giqa.Features;
using Giqa.Features.Onnx;
using Giqa.Images;
using Giqa.Models;
using Giqa.Tests.Support;

namespace Giqa.Tests.Models.Imported;

/// <summary>Other people's scorers as models: what they score, and what is made of it.</summary>
public sealed class ScorerImportTests : IDisposable
{
    private const int Reals = 120;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void MeanOfBins_IsTheMeanMarkOfTheProbabilities()
    {
        var model = Import(Shares(), ScoreReduction.MeanOfBins);
        var image = PaintedImages.Paint(900);
        double[] means = [.. Enumerable.Range(0, 3).Select(channel => Enumerable.Range(0, 32 * 32).Average(place => (double)image.Pixels[(3 * place) + channel]))];
        Assert.Equal(((1 * means[0]) + (2 * means[1]) + (3 * means[2])) / means.Sum(), ScoreOf(model, image), 1e-5);
    }

    [Fact]
    public void AnImageWithoutANumber_IsSkipped_AndNoReasonToRefuseTheNetwork()
    {
        // The shares of black are 0 / 0.
        Import(Shares(), ScoreReduction.MeanOfBins).Save(_folder.File("m.giqa"));
        using var scorer = ImageScorer.Load(_folder.File("m.giqa"));
        var black = scorer.Score(new RgbImage(8, 8, new byte[3 * 64]));
        Assert.Equal(("failed", "the backbone gave a feature that is not a number"), (black.Status, black.Detail));
        Assert.True(scorer.Score(PaintedImages.Paint(1)).IsScored);
    }

    [Fact]
    public void Pair_IsGoodLessBad_AndLowTurnsItRound()
    {
        var image = PaintedImages.Paint(900);
        var brightness = image.Pixels.ToArray().Average(value => value / 255.0);
        Assert.Equal((2 * brightness) - 1, ScoreOf(Import(ForeignNetworks.Pair(), ScoreReduction.Pair), image), 1e-5);
        Assert.Equal(1 - (2 * brightness), ScoreOf(Import(ForeignNetworks.Pair(), ScoreReduction.Pair, lower: true), image), 1e-5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TrainedScorer_OrdersDamageOfUnseenImages_AndReadsHalfForReals(bool isNima)
    {
        var model = isNima ? Nima() : Import(ForeignNetworks.DeepIqa(), ScoreReduction.Scalar, lower: true);
        (int Level, RgbImage Image)[] damaged = [.. Enumerable.Range(2000, 40).Select(number => (number % 6, ForeignNetworks.Damaged(number, number % 6)))];
        Assert.True(RankCorrelation.Spearman([.. damaged.Select(pair => ScoreOf(model, pair.Image))], [.. damaged.Select(pair => -(double)pair.Level)]) > .85);

        double[] unseen = [.. Enumerable.Range(3000, 60).Select(number => QualityOf(model, PaintedImages.Paint(number, ForeignNetworks.Size)))];
        Assert.InRange(unseen.Average(), .38, .62); // .5, and three standard errors of 60 reals and of the calibration's 120.
        Assert.True(damaged.Where(pair => pair.Level == 5).Max(pair => QualityOf(model, pair.Image)) < .05);
    }

    [Fact]
    public void TwoScorersOfOneKind_HaveQualitiesThatCompare_ThoughTheirScoresDoNot()
    {
        var (nima, deep) = (Nima(), Import(ForeignNetworks.DeepIqa(), ScoreReduction.Scalar, lower: true));
        var image = ForeignNetworks.Damaged(4000, 1);
        Assert.InRange(Math.Abs(QualityOf(nima, image) - QualityOf(deep, image)), 0, .1);
        Assert.True(Math.Abs(ScoreOf(nima, image) - ScoreOf(deep, image)) > 3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SavedAndExported_GivesTheSameScores(bool isNima)
    {
        var model = isNima ? Nima() : Import(ForeignNetworks.DeepIqa(), ScoreReduction.Scalar, lower: true);
        model.Save(_folder.File("m.giqa"));
        var loaded = QualityModel.Load(_folder.File("m.giqa"));
        var image = PaintedImages.Paint(901, ForeignNetworks.Size);
        Assert.Equal(ScoreOf(model, image), ScoreOf(loaded, image));
        Assert.Equal((model.Imported, model.BackboneFingerprint, FitMethod.Imported), (loaded.Imported, loaded.BackboneFingerprint, loaded.Options.Method));

        var report = ScorerExport.Write(loaded, loaded.Network!, _folder.File("s.onnx"));
        Assert.Equal("imported", report.Kind);
        using var exported = OnnxScorer.Open(File.ReadAllBytes(_folder.File("s.onnx")), ForeignNetworks.Size, ForeignNetworks.Size);
        var (scores, qualities) = exported.Run([image]);
        Assert.Equal(ScoreOf(model, image), scores[0], 1e-5);
        Assert.Equal(QualityOf(model, image), qualities[0], 1e-4);
    }

    [Fact]
    public void TheWrongWayRound_IsSeenOnDamagedReals()
    {
        RgbImage[] reals = [.. Enumerable.Range(0, 20).Select(number => PaintedImages.Paint(number, ForeignNetworks.Size))];
        Assert.True(ScorerImport.ShareInOrder(Nima(), reals) > .6);
        Assert.True(ScorerImport.ShareInOrder(Nima(lower: true), reals) < .4);
        Assert.Null(ScorerImport.ShareInOrder(Nima(), []));
    }

    [Fact]
    public void WhatCannotBeReadSo_IsRefusedInOneLine()
    {
        AssertRefused(() => Import(ForeignNetworks.Nima(), ScoreReduction.Scalar), "gives 10 numbers", "scalar");
        AssertRefused(() => Import(ForeignNetworks.Nima(), ScoreReduction.Pair), "gives 10 numbers", "pair");
        AssertRefused(() => Import(ForeignNetworks.DeepIqa(), ScoreReduction.MeanOfBins), "gives 1 number ", "mean-of-bins");
        AssertRefused(() => Import(ForeignNetworks.Nima(), ScoreReduction.MeanOfBins, output: "logits"), "not probabilities", "softmax");
    }

    [Fact]
    public void AScorerThatNeverDiffers_IsRefused()
    {
        // Only pictures that are nearly black get another score; no real one does.
        var graph = new OnnxGraph("flat");
        var mean = graph.AddNode("Flatten", "rgb", [graph.AddNode("GlobalAveragePool", "mean", [graph.AddInput("x", "batch", "3", "32", "32")])]);
        var sum = graph.AddNode("MatMul", "sum", [mean, graph.AddConstant("weights", [3, 1], [1f, 1f, 1f])]);
        graph.AddOutput(graph.AddNode("Relu", "above", [graph.AddNode("Sub", "rest", [graph.AddConstant("most", [1], [.3f]), sum])]), "batch", "1");
        AssertRefused(() => Import(graph.ToModel(), ScoreReduction.Scalar, reals: 2), "gives all 2 real images the score 0");
    }

    /// <summary>Probabilities that are the shares of red, green and blue in the mean pixel.</summary>
    private static byte[] Shares()
    {
        var graph = new OnnxGraph("shares");
        var mean = graph.AddNode("Flatten", "rgb", [graph.AddNode("GlobalAveragePool", "mean", [graph.AddInput("x", "batch", "3", "32", "32")])]);
        var sum = graph.AddNode("ReduceL1", "sum", [mean], OnnxAttribute.Integers("axes", 1));
        graph.AddOutput(graph.AddNode("Div", "shares", [mean, sum]), "batch", "3");
        return graph.ToModel();
    }

    private static double ScoreOf(QualityModel model, RgbImage image) => model.Score(FeaturesOf(model, image))[0];

    private static double QualityOf(QualityModel model, RgbImage image) => model.Qualities(FeaturesOf(model, image))[0];

    private static FeatureMatrix FeaturesOf(QualityModel model, RgbImage image)
    {
        using var extractor = new FeatureExtractor(model.Network!);
        return new FeatureMatrix(1, model.FeatureCount, extractor.Extract(image));
    }

    private QualityModel Nima(bool lower = false) => Import(ForeignNetworks.Nima(), ScoreReduction.MeanOfBins, lower, scaling: InputScaling.Symmetric);

    private QualityModel Import(byte[] network, ScoreReduction reduction, bool lower = false, string? output = null, int reals = Reals, InputScaling scaling = InputScaling.Unit)
    {
        File.WriteAllBytes(_folder.File("net.onnx"), network);
        var options = new ScorerImportOptions
        {
            Network = new ImportOptions
            {
                Name = "net",
                OnnxPath = _folder.File("net.onnx"),
                Preprocessing = new Preprocessing { Width = 224, Height = 224 }.WithScaling(scaling),
                TakesSizeOfGraph = true,
                TakesLayoutOfGraph = true,
                OutputNode = output,
            },
            Reduction = reduction,
            LowerIsBetter = lower,
        };
        var opened = ScorerImport.Open(options);
        using var extractor = new FeatureExtractor(opened);
        float[] values = [.. Enumerable.Range(0, reals).SelectMany(number => extractor.Extract(PaintedImages.Paint(number, ForeignNetworks.Size)))];
        FeatureItem[] items = [.. Enumerable.Range(0, reals).Select(number => new FeatureItem($"{number}"))];
        return ScorerImport.Calibrate(opened, new FeatureSet(new FeatureMatrix(reals, opened.FeatureCount, values), items, opened.Fingerprint, opened.Name), options);
    }

    private static void AssertRefused(Func<QualityModel> import, params string[] words)
    {
        var refusal = Assert.Throws<ModelFileException>(import);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.All(words, word => Assert.Contains(word, refusal.Message, StringComparison.Ordinal));
    }
}
