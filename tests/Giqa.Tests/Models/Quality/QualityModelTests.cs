using Giqa.Features;
using Giqa.Models;

namespace Giqa.Tests.Models;

public sealed class QualityModelTests
{
    private static readonly FeatureSet Reals = RealImages.Draw(900, 48, 1);
    private static readonly FeatureSet Unseen = RealImages.Draw(400, 48, 2);
    private static readonly FeatureSet Spoiled = RealImages.Draw(400, 48, 3, spread: 3);

    [Theory]
    [InlineData(FitMethod.Gmm)]
    [InlineData(FitMethod.Sgm)]
    [InlineData(FitMethod.Knn)]
    public void Quality_UnseenReals_AverageOneHalf_SpoiledOnesLess(FitMethod method)
    {
        var model = QualityModel.Fit(Reals, new() { Method = method, Components = 3 });
        Assert.InRange(MeanQuality(model, Unseen), .42, .58);
        Assert.InRange(MeanQuality(model, Spoiled), 0, .1);
    }

    [Theory]
    [InlineData(FitMethod.Gmm, "folds")]
    [InlineData(FitMethod.Knn, "folds")]
    public void Fit_NoHoldOut_CalibratesOnUnseenScoresAllTheSame(FitMethod method, string calibratedBy)
    {
        var model = QualityModel.Fit(Reals, new() { Method = method, Components = 3, HoldOut = 0 });
        Assert.Equal(calibratedBy, model.Report.CalibratedBy);
        Assert.Equal(new FitCounts(900, 0, 900, 900, 900), model.Report.Counts);
        Assert.InRange(MeanQuality(model, Unseen), .42, .58);
    }

    [Theory]
    [InlineData(FitMethod.Gmm)]
    [InlineData(FitMethod.Knn)]
    public void Fit_RealsThatAreThereTwice_SaysSo(FitMethod method)
    {
        int[] twice = [.. Enumerable.Range(0, 400), .. Enumerable.Range(0, 40)];
        var reals = new FeatureSet(Reals.Matrix.SelectRows(twice), [.. twice.Select(row => Reals.Items[row])], Reals.Fingerprint, Reals.BackboneName);
        var warnings = QualityModel.Fit(reals, new() { Method = method, Components = 2 }).Report.Warnings;
        Assert.Contains(warnings, warning => warning.Contains("remove duplicates", StringComparison.Ordinal));
        Assert.DoesNotContain(QualityModel.Fit(Reals, new() { Method = method, Components = 2 }).Report.Warnings, warning => warning.Contains("remove duplicates", StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_FoldsInManyDimensions_RefitTheChainToo()
    {
        var model = QualityModel.Fit(RealImages.Draw(700, 200, 11), new() { Components = 1, HoldOut = 0 });
        Assert.InRange(MeanQuality(model, RealImages.Draw(500, 200, 12)), .42, .58);
    }

    [Fact]
    public void Fit_FewReals_FallsBackToFoldsAndSaysSo()
    {
        var model = QualityModel.Fit(RealImages.Draw(120, 8, 5), new() { Components = 2 });
        Assert.Equal("folds", model.Report.CalibratedBy);
        Assert.Contains(model.Report.Warnings, warning => warning.Contains("only 120 images", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(15)]
    public void Fit_SharedCovariances_DoNotComplainOfTheirOwnDefault(int components) =>
        Assert.Empty(QualityModel.Fit(RealImages.Draw(700, 60, 15), new() { Components = components }).Report.Warnings);

    [Fact]
    public void Fit_CovariancesOfTheirOwn_SayWhenRowsAreTooFew()
    {
        var warnings = QualityModel.Fit(RealImages.Draw(300, 60, 15), new() { Components = 7, Regularization = Regularization.Paper }).Report.Warnings;
        Assert.Contains(warnings, warning => warning.Contains("too few for 7 full covariances", StringComparison.Ordinal));
        Assert.Contains(warnings, warning => warning.Contains("far better than unseen ones", StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_Neighbours_ReferencesAreTheTransformedRowsInFloat32()
    {
        var reals = RealImages.Draw(300, 20, 16);
        var model = QualityModel.Fit(reals, new() { Method = FitMethod.Knn, HoldOut = 0, PcaRate = 0.9, Standardize = true });
        var rows = model.Chain.Transform(reals.Matrix, 1, CancellationToken.None).Values;
        Assert.Equal(Array.ConvertAll(rows, value => (float)value), model.References.Features.Values);
    }

    [Fact]
    public void Fit_NeighboursOfPlainFeatures_DoesNotCopyThem()
    {
        var reals = RealImages.Draw(300, 20, 16);
        var model = QualityModel.Fit(reals, new() { Method = FitMethod.Knn, HoldOut = 0, PcaRate = 0, Standardize = false, SquareRoots = false });
        Assert.Same(reals.Matrix, model.References.Features);
    }

    [Fact]
    public void Fit_Report_TellsLikelihoodsAndCounts()
    {
        var report = QualityModel.Fit(RealImages.WithFault(Reals), new() { Components = 3 }).Report;
        Assert.Equal(new FitCounts(901, 1, 810, 90, 810), report.Counts);
        Assert.Equal("hold-out", report.CalibratedBy);
        Assert.True(report.Converged);
        Assert.True(report.Iterations > 0);
        Assert.InRange(report.PcaComponents!.Value, 2, 48);
        Assert.Equal(report.PcaComponents, report.Dimensions);
        Assert.InRange(report.LogLikelihood!.Value - report.HeldOutLogLikelihood!.Value, 0, report.Dimensions);
    }

    [Fact]
    public void Fit_Knn_HasNoLikelihood()
    {
        var report = QualityModel.Fit(Reals, new() { Method = FitMethod.Knn }).Report;
        Assert.Null(report.LogLikelihood);
        Assert.Null(report.HeldOutLogLikelihood);
        Assert.Null(report.Converged);
    }

    [Fact]
    public void Fit_PaperBackbone_TakesThePapersChain()
    {
        var paper = QualityModel.Fit(RealImages.Draw(900, 48, 1, "inception-fid"), new() { Components = 3 }).Options;
        Assert.Equal((false, false, .95, 1e-6), (paper.SquareRoots, paper.Standardize, paper.PcaRate, paper.Regularization!.Absolute));
        var other = QualityModel.Fit(Reals, new() { Components = 3 }).Options;
        Assert.Equal((true, .99), (other.Standardize, other.PcaRate));
    }

    [Fact]
    public void Fit_ChainSwitchedOff_ScoresTheFeaturesThemselves()
    {
        var model = QualityModel.Fit(Reals, new() { Method = FitMethod.Knn, PcaRate = 0, SquareRoots = false, Standardize = false });
        var split = HoldOutSplit.Draw(900, .1, 0)[0];
        var direct = new NearestNeighbors(Reals.Matrix.SelectRows(split.Fitted)).Score(Unseen.Matrix, new());
        Assert.Equal(direct.Values, model.Score(Unseen.Matrix));
        Assert.Null(model.Report.PcaComponents);
    }

    [Fact]
    public void Fit_SquareRoots_ScoresAsIfTheyHadBeenTakenBefore()
    {
        var options = new FitOptions { Method = FitMethod.Knn, PcaRate = 0, SquareRoots = true, Standardize = false, HoldOut = 0 };
        var signed = Array.ConvertAll(Unseen.Matrix.Values, value => value - 1);
        var roots = Array.ConvertAll(signed, value => value < 0 ? -MathF.Sqrt(-value) : MathF.Sqrt(value));
        var direct = QualityModel.Fit(WithValues(Reals, value => MathF.Sqrt(MathF.Abs(value))), options with { SquareRoots = false });
        Assert.Equal(
            direct.Score(new FeatureMatrix(Unseen.Matrix.Rows, Unseen.Matrix.Columns, roots)),
            QualityModel.Fit(WithValues(Reals, MathF.Abs), options).Score(new FeatureMatrix(Unseen.Matrix.Rows, Unseen.Matrix.Columns, signed)));
    }

    [Fact]
    public void Fit_Default_TakesSquareRootsUnlessAFeatureIsNegative()
    {
        Assert.True(QualityModel.Fit(WithValues(Reals, MathF.Abs), new() { Components = 2 }).Options.SquareRoots);
        Assert.False(QualityModel.Fit(WithValues(Reals, value => MathF.Abs(value) - .01f), new() { Components = 2 }).Options.SquareRoots);
    }

    [Theory]
    [InlineData(FitMethod.Gmm)]
    [InlineData(FitMethod.Knn)]
    public void Score_BatchOrderAndThreads_ChangeNoBit(FitMethod method)
    {
        var reals = RealImages.Draw(1000, 475, 7);
        var model = QualityModel.Fit(reals, new() { Method = method, Components = 2, PcaRate = .9999 });
        Assert.InRange(model.Report.PcaComponents!.Value, 300, 475);
        var fresh = RealImages.Draw(150, 475, 8).Matrix;
        var expected = model.Score(fresh);
        var order = Enumerable.Range(0, fresh.Rows).Select(i => i * 77 % fresh.Rows).ToArray();
        Assert.Equal([.. order.Select(i => expected[i])], model.Score(fresh.SelectRows(order), threads: 3));
        for (var row = 0; row < fresh.Rows; row += 7)
        {
            Assert.Equal(expected[row], model.Score(fresh.SelectRows([row]))[0]);
        }
    }

    [Theory]
    [InlineData(FitMethod.Gmm)]
    [InlineData(FitMethod.Knn)]
    public void Evaluate_CopyOfAReference_IsNamed(FitMethod method)
    {
        var model = QualityModel.Fit(Reals, new() { Method = method, Components = 3, HoldOut = 0 });
        var scores = model.Evaluate(new FeatureMatrix(2, 48, [.. Unseen.Matrix.Row(0), .. Reals.Matrix.Row(123)]));
        Assert.Equal([-1, 123], scores.CopyOf);
        Assert.Equal("real/00123.png", model.References.Names[scores.CopyOf[1]]);
        Assert.All(scores.Values, value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void FindNearest_ReferencesOfAMixture_AreNamed()
    {
        var model = QualityModel.Fit(Reals, new() { Components = 3, ReferenceLimit = 100, Sources = ["reals"] });
        Assert.Equal(100, model.References.Names.Count);
        Assert.Equal(["reals"], model.References.Sources);
        var table = model.FindNearest(Unseen.Matrix, 3);
        Assert.Equal((400, 3), (table.Queries, table.Neighbours));
        Assert.All(table.Indices, index => Assert.InRange(index, 0, 99));
        Assert.Equal(0, QualityModel.Fit(Reals, new() { Components = 3, ReferenceLimit = 0 }).FindNearest(Unseen.Matrix, 3).Neighbours);
    }

    [Fact]
    public void Score_FeaturesOfAnotherBackbone_AreRefused()
    {
        var model = QualityModel.Fit(Reals, new() { Method = FitMethod.Knn });
        var other = new FeatureSet(Unseen.Matrix, Unseen.Items, new string('b', 64), "other");
        var message = Assert.Throws<ModelFileException>(() => other.RequireBackbone(model.BackboneFingerprint, model.BackboneName, "the model m.giqa", model.Preset)).Message;
        Assert.Contains("other", message, StringComparison.Ordinal);
        Assert.Contains("test", message, StringComparison.Ordinal);
        Assert.Throws<GiqaException>(() => model.Score(new FeatureMatrix(1, 3, [1, 2, 3])));
    }

    [Fact]
    public void Fit_TooFewReals_Throws() =>
        Assert.Throws<GiqaException>(() => QualityModel.Fit(RealImages.Draw(1, 8, 1), new()));

    [Fact]
    public void Fit_Cancelled_Throws() =>
        Assert.ThrowsAny<OperationCanceledException>(() => QualityModel.Fit(Reals, new(), null, new CancellationToken(canceled: true)));

    private static double MeanQuality(QualityModel model, FeatureSet set) => model.Qualities(set.Matrix).Average();

    private static FeatureSet WithValues(FeatureSet set, Converter<float, float> convert) => new(
        new FeatureMatrix(set.Matrix.Rows, set.Matrix.Columns, Array.ConvertAll(set.Matrix.Values, convert)), set.Items, set.Fingerprint, set.BackboneName);
}
