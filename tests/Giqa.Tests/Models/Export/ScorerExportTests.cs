using Giqa.Features;
using Giqa.Features.Onnx;
using Giqa.Images;
using Giqa.Models;
using Giqa.Tests.Features;
using Giqa.Tests.Support;

namespace Giqa.Tests.Models;

public sealed class ScorerExportTests
{
    private static readonly Backbone Small = SmallBackbone.Create();

    public static TheoryData<FitMethod, CovarianceKind, int, bool> Models => new()
    {
        { FitMethod.Gmm, CovarianceKind.Full, 1, true },
        { FitMethod.Gmm, CovarianceKind.Diagonal, 1, false },
        { FitMethod.Gmm, CovarianceKind.Tied, 1, true },
        { FitMethod.Gmm, CovarianceKind.Spherical, 1, false },
        { FitMethod.Sgm, CovarianceKind.Full, 1, true },
        { FitMethod.Knn, CovarianceKind.Full, 1, true },
        { FitMethod.Knn, CovarianceKind.Full, 20, false },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void Write_EveryHead_GivesTheModelsScores(FitMethod method, CovarianceKind covariance, int neighbours, bool chain)
    {
        using var folder = new TemporaryFolder();
        var model = Fit(new FitOptions
        {
            Method = method,
            Covariance = covariance,
            Components = 3,
            Neighbours = neighbours,
            SquareRoots = chain,
            Standardize = chain,
            PcaRate = chain ? .99 : 0,
        });
        var report = ScorerExport.Write(model, Small, folder.File("s.onnx"));
        Assert.Equal((SmallBackbone.Size, SmallBackbone.Size), (report.Width, report.Height));
        AssertSame(model, Small, folder.File("s.onnx"), SmallBackbone.Size, SmallBackbone.Size, 1e-6);
    }

    [Theory]
    [InlineData(FitMethod.Gmm, true, 300)]
    [InlineData(FitMethod.Gmm, true, 1000)]
    [InlineData(FitMethod.Knn, true, 300)]
    [InlineData(FitMethod.Knn, false, 61)]
    public void Write_ModelOfFolds_CarriesEveryBranch(FitMethod method, bool chain, int reals)
    {
        using var folder = new TemporaryFolder();
        var model = Fit(new FitOptions { Method = method, Components = 2, Standardize = chain, PcaRate = chain ? .99 : 0, HoldOut = reals == 1000 ? null : 0 }, count: reals);
        Assert.Equal(reals == 1000 ? 1 : 5, model.Branches.Count);
        ScorerExport.Write(model, Small, folder.File("s.onnx"));
        AssertSame(model, Small, folder.File("s.onnx"), SmallBackbone.Size, SmallBackbone.Size, 1e-6);
    }

    [Theory]
    [InlineData(FitMethod.Gmm, 300)]
    [InlineData(FitMethod.Gmm, 600)]
    [InlineData(FitMethod.Knn, 600)]
    public void Write_ModelOfTaps_AddsThemUp(FitMethod method, int reals)
    {
        using var folder = new TemporaryFolder();
        var model = Fit(new FitOptions { Method = method, Components = 2, TapLengths = [3, 5] }, count: reals);
        Assert.All(model.Branches, branch => Assert.Equal(2, branch.Taps.Count));
        ScorerExport.Write(model, Small, folder.File("s.onnx"));
        AssertSame(model, Small, folder.File("s.onnx"), SmallBackbone.Size, SmallBackbone.Size, 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(40)]
    public void Write_ModelThatKnowsPeoplesShares_GivesThemToo(int points)
    {
        using var folder = new TemporaryFolder();
        var plain = Fit(new FitOptions { Components = 2 });
        double[] qualities = [.. Enumerable.Range(0, points).Select(i => .02 + (.5 * i / points))];
        var share = default(PreferredShare);
        var report = new PeopleReport { Labels = "pairs", Judgements = 100, JudgedImages = 40, Observers = 1, Groups = 40, MedianQuality = .2, WorstTenth = share, BestTenth = share };
        var model = plain.WithPeople(PeopleMap.Of(qualities, [.. qualities.Select(quality => new PreferredShare(Math.Sqrt(quality), 0, 1))], report));
        ScorerExport.Write(model, Small, folder.File("s.onnx"));
        AssertSame(model, Small, folder.File("s.onnx"), SmallBackbone.Size, SmallBackbone.Size, 1e-6);
        RgbImage[] images = [.. Enumerable.Range(9000, 12).Select(i => Resizer.ResizeToBytes(PaintedImages.Paint(i), SmallBackbone.Size, SmallBackbone.Size, ResizeMode.PilBicubic))];
        using var session = OnnxScorer.Open(File.ReadAllBytes(folder.File("s.onnx")), SmallBackbone.Size, SmallBackbone.Size);
        Assert.All(session.Run(images).Qualities.Zip(session.Preferred(images)!), image => Assert.Equal(model.People!.ShareOf(image.First).Value, image.Second, 1e-9));
        Assert.Null(session.Map(images));
    }

    [Theory]
    [InlineData(ResizeMode.PilBilinear, 20, 27)]
    [InlineData(ResizeMode.PilBilinear, 64, 64)]
    [InlineData(ResizeMode.PilBicubic, 47, 32)]
    [InlineData(ResizeMode.PilLanczos, 32, 90)]
    [InlineData(ResizeMode.PilBicubicFloat, 50, 41)]
    [InlineData(ResizeMode.TorchBilinear, 21, 70)]
    [InlineData(ResizeMode.TorchBilinearAntialias, 65, 40)]
    [InlineData(ResizeMode.TensorFlowBilinear, 21, 45)]
    public void Write_OtherSizes_ResizesAsTheLibraryDoes(ResizeMode mode, int width, int height)
    {
        using var folder = new TemporaryFolder();
        var backbone = Small.WithPreprocessing(Small.Preprocessing with { Resize = mode, Mean = new(.1f, .2f, .3f), Deviation = new(.5f, .6f, .7f) });
        var model = Fit(new FitOptions { Components = 2 }, backbone);
        ScorerExport.Write(model, backbone, folder.File("s.onnx"), new ScorerExportOptions { Width = width, Height = height });
        AssertSame(model, backbone, folder.File("s.onnx"), width, height, ResampleMatrix.RoundsToBytes(mode) ? 1e-9 : 1e-5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Write_LearnedModel_TakesItsOwnNetwork(int soundness)
    {
        using var folder = new TemporaryFolder();
        var model = SmallScorer.Create(soundness: soundness);
        ScorerExport.Write(model, model.Network!, folder.File("s.onnx"));
        AssertSame(model, model.Network!, folder.File("s.onnx"), SmallBackbone.Size, SmallBackbone.Size, 1e-6);
    }

    [Fact]
    public void Write_DefaultBackbone_FollowsTheModelThroughTheResizer()
    {
        using var folder = new TemporaryFolder();
        var backbone = new BackboneStore(folder.File("none")).Open("mobilenet-mid");
        var model = Fit(new FitOptions { Components = 2 }, backbone, 120);
        var report = ScorerExport.Write(model, backbone, folder.File("s.onnx"), new ScorerExportOptions { Width = 28, Height = 28 });
        Assert.InRange(report.LargestDifference, 0, 1e-6);
        AssertSame(model, backbone, folder.File("s.onnx"), 28, 28, 1e-6, 4);
    }

    [Fact]
    public void Write_ChannelsLastNetworkWithSpatialMean_IsTransposedBothWays()
    {
        using var folder = new TemporaryFolder();
        var graph = new OnnxGraph("last");
        _ = graph.AddInput("images", "batch", "16", "12", "3");
        _ = graph.AddConstant("mix", [3, 5], [.. Enumerable.Range(0, 15).Select(i => MathF.Sin(i))]);
        _ = graph.AddNode("MatMul", "score", ["images", "mix"]);
        graph.AddOutput("score", "batch", "16", "12", "5");
        var bytes = graph.ToModel();
        var backbone = new Backbone(
            new BackboneDescription
            {
                Name = "last",
                Summary = "a test's",
                Licence = "MIT",
                Source = "the test",
                FeatureCount = 5,
                Preprocessing = new Preprocessing { Width = 12, Height = 16, Layout = TensorLayout.ChannelsLast },
                Graph = "test",
                Pooling = FeaturePooling.SpatialMean,
            },
            new string('1', 64),
            () => bytes);
        var model = Fit(new FitOptions { Components = 1 }, backbone);
        ScorerExport.Write(model, backbone, folder.File("s.onnx"));
        AssertSame(model, backbone, folder.File("s.onnx"), 12, 16, 1e-5);
    }

    [Fact]
    public void Write_OfficialNeighbours_SaysWhatToDo()
    {
        using var folder = new TemporaryFolder();
        var model = Fit(new FitOptions { Method = FitMethod.Knn, Variant = NeighbourVariant.Official });
        Assert.Contains("--knn paper", Assert.Throws<GiqaException>(() => ScorerExport.Write(model, Small, folder.File("s.onnx"))).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("s.onnx")));
    }

    [Fact]
    public void Write_AnotherBackbone_NamesBoth()
    {
        using var folder = new TemporaryFolder();
        var other = Small.WithPreprocessing(Small.Preprocessing with { Scale = 1 });
        var message = Assert.Throws<ModelFileException>(() => ScorerExport.Write(Fit(new FitOptions { Components = 1 }), other, folder.File("s.onnx"))).Message;
        Assert.Contains(Small.Fingerprint[..12], message, StringComparison.Ordinal);
        Assert.Contains(other.Fingerprint[..12], message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5000)]
    public void Options_SizeOutOfRange_IsRefused(int size) => Assert.Throws<GiqaException>(() => new ScorerExportOptions { Width = size });

    [Fact]
    public void Quality_FarTailsAndPoints_AreTheCalibrations()
    {
        var calibration = Calibration.Fit([-3, -1, -1, 0, 2, 2.5, 7]);
        var graph = new OnnxGraph("calibration");
        _ = graph.AddInput("images", "batch", "3", "1", "1");
        var nodes = new OnnxExpressions(graph);
        var score = nodes.ToDouble(nodes.Apply("Flatten", [nodes.Apply("Gather", ["images", nodes.Integers(0)], OnnxAttribute.Integer("axis", 1))], OnnxAttribute.Integer("axis", 1)));
        score = nodes.Subtract(nodes.Multiply(score, nodes.Scalar(.125)), nodes.Scalar(12));
        _ = graph.AddNode("Identity", "score", [score]);
        _ = graph.AddNode("Identity", "quality", [new CalibrationNodes(nodes, calibration).Quality(score)]);
        graph.AddDoubleOutput("score", "batch", "1");
        graph.AddDoubleOutput("quality", "batch", "1");
        using var session = OnnxScorer.Open(graph.ToModel(), 1, 1);
        for (var value = 0; value < 256; value++)
        {
            var (scores, qualities) = session.Run([new RgbImage(1, 1, [(byte)value, 0, 0])]);
            Assert.Equal(calibration.Quality(scores[0]), qualities[0], 1e-15);
        }
    }

    private static QualityModel Fit(FitOptions options, Backbone? backbone = null, int count = 300)
    {
        backbone ??= Small;
        using var extractor = new FeatureExtractor(backbone);
        float[] values = [.. Enumerable.Range(0, count).SelectMany(i => extractor.Extract(PaintedImages.Paint(i)))];
        FeatureItem[] items = [.. Enumerable.Range(0, count).Select(i => new FeatureItem($"{i}"))];
        return QualityModel.Fit(new FeatureSet(new FeatureMatrix(count, backbone.FeatureCount, values), items, backbone.Fingerprint, backbone.Name), options);
    }

    private static void AssertSame(QualityModel model, Backbone backbone, string path, int width, int height, double tolerance, int count = 12)
    {
        RgbImage[] images = [.. Enumerable.Range(9000, count).Select(i => Resizer.ResizeToBytes(PaintedImages.Paint(i), width, height, ResizeMode.PilBicubic))];
        images[^1] = Degradation.Apply(images[0], DegradationKind.Noise, 5, seed: 1);
        using var extractor = new FeatureExtractor(backbone);
        using var session = OnnxScorer.Open(File.ReadAllBytes(path), width, height);
        var expected = model.Evaluate(new FeatureMatrix(count, backbone.FeatureCount, [.. images.SelectMany(extractor.Extract)]));
        var (scores, qualities) = session.Run(images);
        for (var i = 0; i < count; i++)
        {
            Assert.Equal(0, (scores[i] - expected.Values[i]) / Math.Max(1, Math.Abs(expected.Values[i])), tolerance);
            Assert.Equal(expected.Qualities[i], qualities[i], 1e-6);
        }
    }
}
