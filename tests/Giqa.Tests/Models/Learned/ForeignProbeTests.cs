using Giqa.Features;
using Giqa.Features.Onnx;
using Giqa.Images;
using Giqa.Models;
using Giqa.Tests.Support;

namespace Giqa.Tests.Models;

/// <summary>Scorers of one number, the busyness of a picture or its opposite, against held-out reals at a known place.</summary>
public sealed class ForeignProbeTests
{
    [Fact]
    public void Run_ScorerThatLikesNoise_NamesIt()
    {
        var praised = ForeignProbe.Run(Model(1, heldOut: 40))?.Describe() ?? string.Empty;
        Assert.Contains("uniform noise (1.00)", praised, StringComparison.Ordinal);
        Assert.Contains("above .05 of quality", praised, StringComparison.Ordinal);
        // RankIQA has no --degraded to turn up.
        Assert.DoesNotContain("--degraded", praised, StringComparison.Ordinal);
        Assert.DoesNotContain("flat grey", praised, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', praised);
    }

    [Fact]
    public void Run_ScorerThatLikesEmptiness_NamesThatAndNoNoise()
    {
        var praised = ForeignProbe.Run(Model(-1, heldOut: -20))?.Describe() ?? string.Empty;
        Assert.Contains("black (", praised, StringComparison.Ordinal);
        Assert.Contains("flat red (", praised, StringComparison.Ordinal);
        Assert.DoesNotContain("noise", praised, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ScorerThatPutsAllOfThemLast_FindsNothing() => Assert.Null(ForeignProbe.Run(Model(1, heldOut: 1e6))?.Describe());

    [Fact]
    public void Run_FewHeldOut_TellsAtTheirRanks() => Assert.Null(ForeignProbe.Run(Model(1, heldOut: 1e6, count: 10))?.Describe());

    [Fact]
    public void Run_NinePictures_HaveTheQualityThatTheModelGives()
    {
        var model = Model(1, heldOut: 40);
        var probe = ForeignProbe.Run(model)!;
        Assert.Equal(9, probe.Pictures.Count);
        using var scorer = ImageScorer.Create(model, "m");
        var black = scorer.Score(new RgbImage(32, 32, new byte[3 * 32 * 32])).Quality!.Value;
        Assert.Equal(black, probe.Pictures.Single(picture => picture.Picture == "black").Quality, 1e-12);
        Assert.True(probe.Praised.Zip(probe.Praised.Skip(1)).All(pair => pair.First.Quality >= pair.Second.Quality));
    }

    [Fact]
    public void Run_FittedModel_HasNoNetworkToAsk() =>
        Assert.Null(ForeignProbe.Run(QualityModel.Fit(RealImages.Draw(120, 8, 1), new FitOptions { Components = 1 })));

    [Fact]
    public void Create_RuinedReals_AreRankedAmongTheHeldOutOnesAndPraisedByKind()
    {
        RgbImage[] reals = [.. Enumerable.Range(0, 12).Select(i => PaintedImages.Paint(i))];
        var model = Model(-1, heldOut: -20, reals: reals);
        var probe = ForeignProbe.Run(model)!;
        Assert.Equal(Enum.GetValues<DegradationKind>().Length, probe.DegradedReals.Count);
        using var scorer = ImageScorer.Create(model, "m");
        var blurred = reals.Average(real => scorer.Score(Degradation.Apply(real, DegradationKind.Blur, Degradation.MaxStrength, 0)).Quality!.Value);
        Assert.Equal(blurred, probe.DegradedReals.Single(picture => picture.Picture == "blurred reals").Quality, 1e-12);
        var praised = probe.Describe();
        Assert.Contains("ruined images above .4 on average: ", praised, StringComparison.Ordinal);
        Assert.Contains("blurred reals (1.00)", praised, StringComparison.Ordinal);
        Assert.DoesNotContain("noisy reals", praised, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_FewerRuinedRealsAboveTheLimit_FindsNothing()
    {
        var probe = ForeignProbe.Run(Model(1, heldOut: 1e6, reals: [PaintedImages.Paint(1)]))!;
        Assert.Equal((6, null), (probe.DegradedReals.Count, probe.Describe()));
    }

    [Fact]
    public void Load_ModelOfAVersionThatAskedForNoRuinedReals_SaysNothingOfThem()
    {
        using var folder = new TemporaryFolder();
        Model(-1, heldOut: -20, reals: [PaintedImages.Paint(1)]).Save(folder.File("m.giqa"));
        Assert.NotEmpty(ForeignProbe.Run(QualityModel.Load(folder.File("m.giqa")))!.DegradedReals);
        var text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(folder.File("m.giqa")));
        File.WriteAllBytes(folder.File("old.giqa"), System.Text.Encoding.Latin1.GetBytes(text.Replace("degraded_reals", "unknown_member", StringComparison.Ordinal)));
        var probe = ForeignProbe.Run(QualityModel.Load(folder.File("old.giqa")))!;
        Assert.Empty(probe.DegradedReals);
        Assert.DoesNotContain("ruined", probe.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void Save_ThenLoad_KeepsWhatWasFound()
    {
        using var folder = new TemporaryFolder();
        Model(1, heldOut: 40).Save(folder.File("m.giqa"));
        var loaded = QualityModel.Load(folder.File("m.giqa"));
        Assert.Contains(loaded.Report.Warnings, warning => warning.Contains("uniform noise (1.00)", StringComparison.Ordinal));
        Assert.Contains("uniform noise", ForeignProbe.Run(loaded)?.Describe(), StringComparison.Ordinal);
    }

    /// <summary>A RankIQA model whose score is a sign times the mean of |difference of neighbours|, in levels.</summary>
    internal static QualityModel Model(float sign, double heldOut, int count = 200, IEnumerable<RgbImage>? reals = null)
    {
        var graph = new OnnxGraph("busyness");
        _ = graph.AddInput("image", "batch", "3", "32", "32");
        _ = graph.AddConstant("difference", [1, 3, 1, 2], [1f / 3, -1f / 3, 1f / 3, -1f / 3, 1f / 3, -1f / 3]);
        _ = graph.AddNode("Abs", "steps", [graph.AddNode("Conv", "across", ["image", "difference"])]);
        _ = graph.AddNode("Flatten", "flat", [graph.AddNode("GlobalAveragePool", "mean", ["steps"])], OnnxAttribute.Integer("axis", 1));
        _ = graph.AddNode("Mul", "score", ["flat", graph.AddConstant("sign", [1], [sign])]);
        graph.AddOutput("score", "batch", "1");
        var network = EmbeddedBackbone.Create("busyness", graph.ToModel(), 1, new Preprocessing { Width = 32, Height = 32 }.WithScaling(InputScaling.Bytes));
        float[] scores = [.. Enumerable.Range(0, count).Select(i => (float)(heldOut + (.01 * i)))];
        FeatureItem[] items = [.. Enumerable.Range(0, count).Select(i => new FeatureItem($"{i}"))];
        return LearnedModel.Create(network, new FeatureSet(new FeatureMatrix(count, 1, scores), items, network.Fingerprint, network.Name), new FitOptions { Method = FitMethod.Rank }, new TrainingReport
        {
            Network = "busyness",
            MaximumGenerated = .9,
            Thresholds = [],
            Iterations = [],
            GeneratedImages = 0,
            RealImages = 100,
            ValidationImages = count,
            Epochs = 1,
            BestEpoch = 1,
            ValidationLoss = 0,
        }, reals ?? []);
    }
}
