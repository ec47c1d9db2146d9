using Giqa.Features;
using Giqa.Models;
using Giqa.Tests.Support;

namespace Giqa.Tests.Models;

public sealed class TapModelTests
{
    private const int First = 8;
    private const int Second = 16;

    private static readonly FeatureSet Reals = RealImages.Draw(600, First + Second, 1);
    private static readonly FeatureSet Few = RealImages.Draw(120, First + Second, 3);
    private static readonly FeatureMatrix Unseen = RealImages.Draw(100, First + Second, 2).Matrix;
    private static readonly FitOptions Options = new() { Components = 2, TapLengths = [First, Second] };

    [Theory]
    [InlineData(FitMethod.Gmm)]
    [InlineData(FitMethod.Sgm)]
    [InlineData(FitMethod.Knn)]
    public void Score_IsTheSumOfTheTapsStandardisedScores(FitMethod method)
    {
        var alone = new FitOptions { Method = method, Components = 2, Neighbours = 5, Whiten = method == FitMethod.Knn };
        var expected = new double[Unseen.Rows];
        foreach (var (first, count) in new[] { (0, First), (First, Second) })
        {
            var tap = QualityModel.Fit(RealTaps.Columns(Reals, first, count), alone);
            double[] heldOut = [.. tap.HeldOutScores.Select(Comparable)];
            double[] scores = [.. tap.Score(RealTaps.Columns(Unseen, first, count)).Select(Comparable)];
            var mean = heldOut.Average();
            var deviation = Math.Sqrt(heldOut.Average(score => (score - mean) * (score - mean)));
            expected = [.. expected.Zip(scores, (sum, score) => sum + ((score - mean) / deviation))];
        }

        var model = QualityModel.Fit(Reals, Options with { Method = method });

        NumericFixtures.AssertClose(expected, model.Score(Unseen), 1e-9);
        Assert.Equal(TapDensity.Separate, model.Options.Taps);
        Assert.Equal(0, model.HeldOutScores.Average(), 1e-9);

        double Comparable(double score) => method == FitMethod.Knn ? Math.Log(score) : score;
    }

    [Theory]
    [InlineData(FitMethod.Gmm, true, true)]
    [InlineData(FitMethod.Gmm, false, true)]
    [InlineData(FitMethod.Gmm, true, false)]
    [InlineData(FitMethod.Knn, true, true)]
    [InlineData(FitMethod.Knn, false, false)]
    public void FitToRate_RatesAsAModelWithReferences(FitMethod method, bool holdsOut, bool separate)
    {
        var reals = holdsOut ? Reals : Few;
        var options = (separate ? Options : new FitOptions { Components = 2 }) with { Method = method };
        var (whole, bare) = (QualityModel.Fit(reals, options), QualityModel.FitToRate(reals, options, default));

        Assert.Equal(whole.Score(Unseen), bare.Score(Unseen));
        Assert.Equal(whole.Qualities(Unseen), bare.Qualities(Unseen));
        Assert.Equal(whole.Report.Warnings, bare.Report.Warnings);
        Assert.Equal(whole.Report.Counts.HeldOut, bare.Report.Counts.HeldOut);
    }

    [Theory]
    [InlineData(FitMethod.Gmm, true, true)]
    [InlineData(FitMethod.Gmm, false, true)]
    [InlineData(FitMethod.Gmm, true, false)]
    [InlineData(FitMethod.Knn, true, true)]
    [InlineData(FitMethod.Knn, false, true)]
    public void Save_ThenLoad_ScoresTheSame(FitMethod method, bool holdsOut, bool projects)
    {
        using var folder = new TemporaryFolder();
        var model = QualityModel.Fit(holdsOut ? Reals : Few, Options with { Method = method, PcaRate = projects ? null : 0 });
        model.Save(folder.File("m.giqa"));
        var loaded = QualityModel.Load(folder.File("m.giqa"));

        var (scores, again) = (model.Evaluate(Unseen), loaded.Evaluate(Unseen));
        Assert.Equal(scores.Values, again.Values);
        Assert.Equal(scores.Qualities, again.Qualities);
        Assert.Equal(scores.CopyOf, again.CopyOf);
        Assert.Equal([First, Second], loaded.Options.TapLengths);
        Assert.Equal(holdsOut ? 1 : 5, loaded.Branches.Count);
    }

    [Theory]
    [InlineData(FitMethod.Gmm)]
    [InlineData(FitMethod.Knn)]
    public void Qualities_OfUnseenReals_AreEvenWithoutHeldOutOnes(FitMethod method)
    {
        double[] means = [.. Enumerable.Range(0, 8).Select(seed => QualityModel.Fit(RealImages.Draw(60, First + Second, (ulong)(10 + seed)), Options with { Method = method })
            .Qualities(RealImages.Draw(200, First + Second, (ulong)(50 + seed)).Matrix).Average())];

        Assert.InRange(means.Average(), .44, .56);
    }

    [Fact]
    public void Evaluate_ARealOfTheReferences_IsACopy()
    {
        foreach (var method in new[] { FitMethod.Gmm, FitMethod.Knn })
        {
            var model = QualityModel.Fit(Reals, Options with { Method = method });
            var place = Array.IndexOf([.. Reals.Items.Select(item => item.Name)], model.References.Names[3]);
            Assert.Equal(3, model.Evaluate(Reals.Matrix.SelectRows([place])).CopyOf[0]);
        }
    }

    [Fact]
    public void Chain_Whitened_HasDirectionsOfOneDeviation()
    {
        var model = QualityModel.Fit(Reals, new() { Method = FitMethod.Knn, Whiten = true });
        var chain = model.Branches[0].Taps[0].Chain;
        var rows = chain.Transform(Reals.Matrix.SelectRows(HoldOutSplit.Draw(600, null, 0)[0].Fitted), 1, default);
        double[] variances = [.. Enumerable.Range(0, chain.OutputDimensions).Select(k => Enumerable.Range(0, 540).Average(row => Math.Pow(rows.Values[(row * chain.OutputDimensions) + k], 2)))];
        var ridge = .01 * chain.Components!.ExplainedVariance.ToArray().Average();

        NumericFixtures.AssertClose([.. chain.Components.ExplainedVariance.ToArray().Select(variance => 539.0 / 540 * variance / (variance + ridge))], variances, 1e-6);
    }

    [Theory]
    [InlineData(FitMethod.Gmm)]
    [InlineData(FitMethod.Knn)]
    public void Fit_OneTapOfAll_IsTheJointModel(FitMethod method)
    {
        var joint = QualityModel.Fit(Reals, new() { Method = method, Components = 2, Neighbours = 5 });
        var one = QualityModel.Fit(Reals, new() { Method = method, Components = 2, Neighbours = 5, Whiten = false, TapLengths = [First + Second] });

        Assert.Equal(joint.Score(Unseen), one.Score(Unseen));
        Assert.Equal(joint.Qualities(Unseen), one.Qualities(Unseen));
    }

    [Fact]
    public void Fit_LengthsThatDoNotFit_AreRefused()
    {
        Assert.Contains("make 23 values, the features have 24", Assert.Throws<GiqaException>(() => QualityModel.Fit(Reals, new() { TapLengths = [First, 15] })).Message, StringComparison.Ordinal);
        Assert.Contains("--taps joint", Assert.Throws<GiqaException>(() => QualityModel.Fit(Reals, new() { Taps = TapDensity.Separate })).Message, StringComparison.Ordinal);
        Assert.Throws<GiqaException>(() => new FitOptions { TapLengths = [First, 0] });
    }

    [Fact]
    public void TapLengths_OfEveryBuiltInBackbone_MakeItsVector() =>
        Assert.All(BuiltInBackbones.All, backbone => Assert.Equal(backbone.Description.FeatureCount, BuiltInBackbones.TapLengthsOf(backbone.Description.Name).Sum()));

    [Fact]
    public void Load_TapsThatAreNotThere_IsRefused()
    {
        using var folder = new TemporaryFolder();
        QualityModel.Fit(Reals, Options).Save(folder.File("m.giqa"));
        var bytes = File.ReadAllBytes(folder.File("m.giqa"));
        var place = bytes.AsSpan().IndexOf("[8,16]"u8);
        Assert.True(place > 0);
        "[9,15]"u8.CopyTo(bytes.AsSpan(place));
        File.WriteAllBytes(folder.File("bad.giqa"), bytes);

        Assert.Contains("damaged", Assert.Throws<ModelFileException>(() => QualityModel.Load(folder.File("bad.giqa"))).Message, StringComparison.Ordinal);
    }
}
