using Giqa.Agreement;
using Giqa.Agreement.Preferences;
using Giqa.Features;
using Giqa.Models;
using Giqa.Numerics;
using Giqa.Tests.Features;
using Giqa.Tests.Support;

namespace Giqa.Tests.Models.Preference;

public sealed class PreferenceTrainingTests
{
    private static readonly FeatureSet Images = Judges.Images(400, 1);
    private static readonly FeatureSet Unseen = Judges.Images(500, 2);

    [Theory]
    [InlineData(false, .9)]
    [InlineData(true, .85)]
    public void Run_LinearPeople_AreForetoldOnUnseenImages(bool pairs, double least)
    {
        var model = Train(pairs ? Judges.Pairs(Images, 300, 3) : Judges.Opinions(Images, 150, .3, 3));
        double[] truth = [.. Enumerable.Range(0, Unseen.Matrix.Rows).Select(row => Judges.Utility(Unseen.Matrix.Row(row)))];
        Assert.InRange(RankCorrelation.Spearman(truth, model.Score(Unseen.Matrix)), least, 1);
        Assert.Equal((FitMethod.Prefer, pairs ? "pairs" : "opinions", pairs ? 2 : 1), (model.Options.Method, model.Preference!.Labels, model.Preference.Observers));
        Assert.Contains("better than chance", model.Preference.Verdict, StringComparison.Ordinal);
    }

    // Scores of pairs are log odds, three times the judges' utility, about the mean of the judged images.
    [Theory]
    [InlineData(false, 60)]
    [InlineData(true, 60)]
    [InlineData(true, 250)]
    public void Evaluate_Deviations_HoldTheTruthAsOftenAsTheySay(bool pairs, int count)
    {
        var (held, all) = (0, 0);
        for (var seed = 0UL; seed < 12; seed++)
        {
            var labels = pairs ? Judges.Pairs(Images, count, seed) : Judges.Opinions(Images, count, .5, seed);
            var centre = labels.Rows().Average(row => Judges.Utility(Images.Matrix.Row(row)));
            var scores = Train(labels).Evaluate(Unseen.Matrix);
            for (var row = 0; row < scores.Values.Length; row++, all++)
            {
                var utility = Judges.Utility(Unseen.Matrix.Row(row));
                held += Math.Abs(scores.Values[row] - (pairs ? 3 * (utility - centre) : 3 + utility)) < 1.96 * scores.Deviations![row] ? 1 : 0;
            }
        }

        Assert.InRange((double)held / all, .9, .97);
    }

    // The judges choose by log odds of three times the utilities' difference; opinions differ by .5 from person to person.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void People_SharesOfUnseenImages_AreThoseOfTheJudges(bool pairs)
    {
        var model = Train(pairs ? Judges.Pairs(Images, 400, 8) : Judges.Opinions(Images, 300, .5, 8));
        var report = model.People!.Report;
        Assert.Equal((pairs ? "pairs" : "opinions", true, pairs ? 2 : 1, model.Preference!.Tested), (report.Labels, report.AreOwn, report.Observers, report.Judgements));
        var qualities = model.Qualities(Unseen.Matrix);
        int[] order = [.. Enumerable.Range(0, qualities.Length).OrderBy(row => qualities[row])];
        double UtilityOf(int row) => Judges.Utility(Unseen.Matrix.Row(row));
        double[] middle = [.. order[(2 * order.Length / 5)..(3 * order.Length / 5)].Select(UtilityOf)];
        foreach (var part in (Range[])[0..100, 100..200, 300..400, 400..500])
        {
            var truth = order[part].Average(row => middle.Average(other => Share(UtilityOf(row) - other)));
            Assert.Equal(truth, order[part].Average(row => model.People.ShareOf(qualities[row]).Value), .07);
        }

        double Share(double difference)
        {
            var beyond = StudentT.TwoSided(Math.Abs(difference) / (Math.Sqrt(2) * .5), double.PositiveInfinity) / 2;
            return pairs ? 1 / (1 + Math.Exp(-3 * difference)) : difference > 0 ? 1 - beyond : beyond;
        }
    }

    [Fact]
    public void People_TooFewForetold_AreLeftOut() => Assert.Null(Train(Judges.Opinions(Images, 40, .3, 4)).People);

    // Judged images say nothing of directions that none of them has.
    [Fact]
    public void Evaluate_ImageOutsideOfWhatWasJudged_IsLessSure()
    {
        var scores = Train(Judges.Opinions(Images, 20, .3, 4));
        var deviations = scores.Evaluate(Images.Matrix).Deviations!;
        var judged = Judges.Opinions(Images, 20, .3, 4).Rows();
        Assert.True(judged.Average(row => deviations[row]) < .8 * deviations.Average());
    }

    [Fact]
    public void Run_AnyNumberOfThreads_GivesTheSameModelAndFigures()
    {
        var labels = Judges.Pairs(Images, 120, 5);
        var (one, three) = (Train(labels, threads: 1), Train(labels, threads: 3));
        Assert.Equal(one.Score(Unseen.Matrix), three.Score(Unseen.Matrix));
        Assert.Equal(one.Preference!.Figures, three.Preference!.Figures);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Save_ThenLoad_GivesTheSameScoresDeviationsAndReport(bool pairs)
    {
        using var folder = new TemporaryFolder();
        var model = Train(pairs ? Judges.Pairs(Images, 60, 6) : Judges.Opinions(Images, 60, .3, 6));
        model.Save(folder.File("m.giqa"));
        var loaded = QualityModel.Load(folder.File("m.giqa"));
        var (scores, again) = (model.Evaluate(Unseen.Matrix), loaded.Evaluate(Unseen.Matrix));
        Assert.Equal(scores.Values, again.Values);
        Assert.Equal(scores.Qualities, again.Qualities);
        Assert.Equal(scores.Deviations, again.Deviations);
        Assert.Equal(model.Preference!.Figures, loaded.Preference!.Figures);
        Assert.Equal(model.Preference.Verdict, loaded.Preference.Verdict);
        Assert.True(scores.Deviations!.Min() > 0);
    }

    [Theory]
    [InlineData("preference.weights", double.NaN)]
    [InlineData("preference.weights", 1e308)]
    [InlineData("preference.spread", 1e200)]
    [InlineData("preference.figures", -1)]
    public void Load_NumbersThatNoFitGives_AreRefused(string tensor, double value)
    {
        using var folder = new TemporaryFolder();
        Train(Judges.Opinions(Images, 30, .3, 6)).Save(folder.File("m.giqa"));
        HostileFile.Fill(folder.File("m.giqa"), tensor, value);
        var error = Assert.Throws<ModelFileException>(() => QualityModel.Load(folder.File("m.giqa")));
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Run_Reals_CalibrateQuality()
    {
        var model = Train(Judges.Opinions(Images, 60, .3, 7), reals: Unseen);
        Assert.Equal(("reals", Unseen.Matrix.Rows), (model.Preference!.CalibratedOn, model.HeldOutCount));
        Assert.Equal(.5, model.Qualities(Unseen.Matrix).Average(), .01);
        Assert.Empty(model.Report.Warnings);
    }

    [Theory]
    [InlineData(60, "unjudged images", 340)]
    [InlineData(380, "images", 400)]
    public void Run_WithoutReals_SaysWhatQualityIsOf(int opinions, string on, int count)
    {
        var model = Train(Judges.Opinions(Images, opinions, .3, 7));
        Assert.Equal((on, count), (model.Preference!.CalibratedOn, model.HeldOutCount));
        Assert.Contains(on, Assert.Single(model.Report.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_PeopleWhoToss_AreNotForetold()
    {
        var toss = Judges.Pairs(Images, 200, 8).Comparisons.Select((pair, i) => pair with { Outcome = (i * 7919 % 13) < 6.5 ? PreferenceOutcome.First : PreferenceOutcome.Second });
        Assert.Contains("not foretell people better than chance", Train(PreferenceLabels.Of([.. toss])).Preference!.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ScorerThatKnowsPeople_IsNotBeaten()
    {
        double[] truth = [.. Enumerable.Range(0, Images.Matrix.Rows).Select(row => Judges.Utility(Images.Matrix.Row(row)))];
        double[] opposite = [.. truth.Select(value => -value)];
        var labels = Judges.Opinions(Images, 100, .3, 9);
        var preference = new PreferenceTraining(Images, labels, null) { Others = [("oracle", truth), ("contrary", opposite)] }.Run(null, default).Preference!;
        Assert.Equal(["prefer", "oracle", "contrary"], preference.Figures.Select(figure => figure.Scorer));
        Assert.Contains("not shown to be better than oracle", preference.Verdict, StringComparison.Ordinal);
        Assert.True(preference.Figures[2].GainLow > 0);
        Assert.True(preference.Figures[1].GainHigh < 0);
    }

    [Fact]
    public void Run_TooFewOrEqualLabels_IsOneLine()
    {
        Assert.Contains("at least 10", Assert.Throws<GiqaException>(() => Train(Judges.Pairs(Images, 9, 1))).Message, StringComparison.Ordinal);
        var same = PreferenceLabels.Of([.. Enumerable.Range(0, 20).Select(row => (row, 2.5))]);
        Assert.Contains("all 20 opinions are 2.5", Assert.Throws<GiqaException>(() => Train(same)).Message, StringComparison.Ordinal);
        Assert.Contains("is 1 usable image with an opinion", Assert.Throws<GiqaException>(() => Train(PreferenceLabels.Of([(0, 2.5)]))).Message, StringComparison.Ordinal);
    }

    // Such a model would give every image the same score.
    [Fact]
    public void Run_LabelsThatSayNothing_AreRefused()
    {
        var pairs = Judges.Pairs(Images, 40, 1).Comparisons;
        var ties = PreferenceLabels.Of([.. pairs.Select(pair => pair with { Outcome = PreferenceOutcome.Tie })]);
        Assert.Contains("all 40 judgements are ties", Assert.Throws<GiqaException>(() => Train(ties)).Message, StringComparison.Ordinal);
        var both = PreferenceLabels.Of([.. pairs.SelectMany(pair => (PreferenceComparison[])[pair with { Outcome = PreferenceOutcome.First }, pair with { Outcome = PreferenceOutcome.Second }])]);
        Assert.Contains("cancel out", Assert.Throws<GiqaException>(() => Train(both)).Message, StringComparison.Ordinal);
        var flat = new FeatureSet(new FeatureMatrix(40, 8, [.. Enumerable.Repeat(.5f, 320)]), [.. Enumerable.Range(0, 40).Select(i => new FeatureItem($"{i}"))], null, null);
        var alike = Assert.Throws<GiqaException>(() => new PreferenceTraining(flat, PreferenceLabels.Of([.. Enumerable.Range(0, 40).Select(row => (row, (double)row))]), null).Run(null, default));
        Assert.DoesNotContain('\n', alike.Message);
    }

    // An observer who never sees a difference leaves what the other said.
    [Fact]
    public void Run_OneObserverWhoAlwaysTies_KeepsTheOthersOrder()
    {
        var pairs = Judges.Pairs(Images, 300, 3).Comparisons;
        var model = Train(PreferenceLabels.Of([.. pairs.Select(pair => pair.Observer == 0 ? pair with { Outcome = PreferenceOutcome.Tie } : pair)]));
        double[] truth = [.. Enumerable.Range(0, Unseen.Matrix.Rows).Select(row => Judges.Utility(Unseen.Matrix.Row(row)))];
        Assert.InRange(RankCorrelation.Spearman(truth, model.Score(Unseen.Matrix)), .7, 1);
    }

    [Fact]
    public void Export_Onnx_GivesTheModelsScores()
    {
        using var folder = new TemporaryFolder();
        var backbone = SmallBackbone.Create();
        using var extractor = new FeatureExtractor(backbone);
        float[][] rows = [.. Enumerable.Range(0, 60).Select(number => extractor.Extract(PaintedImages.Paint(number)))];
        var set = new FeatureSet(new FeatureMatrix(rows.Length, backbone.FeatureCount, [.. rows.SelectMany(row => row)]), [.. rows.Index().Select(row => new FeatureItem($"{row.Index}"))], backbone.Fingerprint, backbone.Name);
        var model = new PreferenceTraining(set, PreferenceLabels.Of([.. rows.Index().Select(row => (row.Index, (double)row.Item[0]))]), null).Run(null, default);
        var report = ScorerExport.Write(model, backbone, folder.File("m.onnx"));
        Assert.True(report.LargestDifference < 1e-6);
        Assert.Equal(["score", "quality", "preferred"], report.Outputs);
    }

    private static QualityModel Train(PreferenceLabels labels, int threads = 0, FeatureSet? reals = null) =>
        new PreferenceTraining(Images, labels, null) { Threads = threads, Reals = reals }.Run(null, default);
}
