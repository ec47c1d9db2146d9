using Giqa.Features;
using Giqa.Models;
using Giqa.Scores;
using Giqa.Storage;
using Giqa.Tests.Support;

namespace Giqa.Tests.Models;

/// <summary>Quality where no reals are held out: a model for each fold, and the mean of their qualities.</summary>
public sealed class CrossConformalTests
{
    private const int Dimensions = 64;

    /// <summary>
    /// One fit scatters, so ten are averaged: the standard error is then about .01 at 100 reals and .03 at 20.
    /// </summary>
    [Theory]
    [InlineData(FitMethod.Gmm, 20, true)]
    [InlineData(FitMethod.Gmm, 50, true)]
    [InlineData(FitMethod.Gmm, 100, true)]
    [InlineData(FitMethod.Gmm, 100, false)]
    [InlineData(FitMethod.Gmm, 400, true)]
    [InlineData(FitMethod.Sgm, 60, true)]
    [InlineData(FitMethod.Knn, 20, true)]
    [InlineData(FitMethod.Knn, 50, true)]
    [InlineData(FitMethod.Knn, 100, true)]
    public void Quality_OfUnseenReals_IsOneHalfAtAnyNumberOfReals(FitMethod method, int reals, bool residual)
    {
        const int Fits = 10;
        var options = new FitOptions { Method = method, PcaResidual = residual, Threads = 1 };
        var qualities = Enumerable.Range(1, Fits).Select(fit => QualityModel.Fit(RealImages.Draw(reals, Dimensions, (ulong)fit), options).Qualities(RealImages.Draw(100, Dimensions, (ulong)(100 + fit)).Matrix));
        Assert.InRange(qualities.SelectMany(values => values).Average(), reals < 50 ? .42 : .45, reals < 50 ? .58 : .55);
    }

    [Theory]
    [InlineData(FitMethod.Gmm)]
    [InlineData(FitMethod.Knn)]
    public void Quality_IsTheFoldsMean_WeightedByTheirSizes(FitMethod method)
    {
        var model = QualityModel.Fit(RealImages.Draw(33, 12, 1), new() { Method = method, Components = 1 });
        var unseen = RealImages.Draw(5, 12, 2).Matrix;
        Assert.Equal([7, 7, 7, 6, 6], model.Branches.Select(branch => branch.Calibration.HeldOutCount));
        Assert.Equal((33, 33), (model.HeldOutCount, model.Report.Counts.Fitted));
        var (scores, expected) = (new double[5], new double[5]);
        foreach (var branch in model.Branches)
        {
            var values = branch.Score(unseen, null, 1, CancellationToken.None);
            for (var row = 0; row < values.Length; row++)
            {
                scores[row] += values[row] / 5;
                expected[row] += branch.Calibration.Quality(values[row]) * branch.Calibration.HeldOutCount / 33;
            }
        }

        var found = model.Evaluate(unseen);
        Assert.All(scores.Zip(found.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-9 * Math.Abs(pair.First)));
        Assert.All(expected.Zip(found.Qualities), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.Equal(found.Values, model.Score(unseen));
        Assert.Equal(found.Qualities, model.Qualities(unseen));
    }

    /// <summary>With four images to a fold nearly every bad image lies below all of them.</summary>
    [Theory]
    [InlineData(FitMethod.Gmm)]
    [InlineData(FitMethod.Sgm)]
    [InlineData(FitMethod.Knn)]
    public void Quality_OfEverWorseImages_FallsStrictlyWithFewReals(FitMethod method)
    {
        var reals = RealImages.Draw(20, 30, 1);
        var model = QualityModel.Fit(reals, new() { Method = method });
        var direction = RealImages.Draw(1, 30, 9, spread: 4).Matrix.Values;
        float[] values = [.. Enumerable.Range(2, 40).SelectMany(step => direction.Select(value => (float)(value * Math.Pow(1.3, step))))];
        var qualities = model.Qualities(new FeatureMatrix(40, 30, values));
        Assert.All(qualities.Zip(qualities.Skip(1)), pair => Assert.True(pair.Second < pair.First, $"{pair.Second} after {pair.First}"));
        Assert.InRange(qualities[^1], 1e-15, .05);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    public void Fit_AFewReals_GivesQualitiesAllTheSame(int count)
    {
        var model = QualityModel.Fit(RealImages.Draw(count, 8, 3), new());
        Assert.Equal(Math.Min(count, 5), model.Branches.Count);
        Assert.All(model.Qualities(RealImages.Draw(20, 8, 4).Matrix), quality => Assert.InRange(quality, 1e-9, 1 - 1e-9));
    }

    [Theory]
    [InlineData(FitMethod.Gmm, true)]
    [InlineData(FitMethod.Knn, true)]
    [InlineData(FitMethod.Knn, false)]
    public void Save_ThenLoad_ScoresTheSame(FitMethod method, bool chain)
    {
        using var folder = new TemporaryFolder();
        var model = QualityModel.Fit(RealImages.Draw(60, 24, 1), new() { Method = method, Standardize = chain, PcaRate = chain ? null : 0 });
        model.Save(folder.File("m.giqa"));
        var loaded = QualityModel.Load(folder.File("m.giqa"));
        var unseen = RealImages.Draw(30, 24, 2).Matrix;
        var (before, after) = (model.Evaluate(unseen), loaded.Evaluate(unseen));
        Assert.Equal(before.Values, after.Values);
        Assert.Equal(before.Qualities, after.Qualities);
        Assert.Equal(model.HeldOutScores, loaded.HeldOutScores);
        Assert.Equal(model.HeldOutCount, loaded.HeldOutCount);
        Assert.Equal(model.FindNearest(unseen, 3).Indices, loaded.FindNearest(unseen, 3).Indices);
    }

    /// <summary>Written before there were folds' models: one model, calibrated by ten folds or by leaving one out.</summary>
    [Theory]
    [InlineData("gmm")]
    [InlineData("knn")]
    public void Load_FileOfAnEarlierVersion_GivesItsDigits(string method)
    {
        var model = QualityModel.Load(Fixture.PathOf($"models/before-folds-{method}.giqa"));
        var unseen = Npy.Read(Fixture.PathOf("models/unseen.npy")).ToSingle();
        var expected = ScoreFile.Read(Fixture.PathOf($"models/before-folds-{method}.csv"));
        var found = model.Evaluate(new FeatureMatrix(expected.Count, model.FeatureCount, unseen));
        for (var row = 0; row < expected.Count; row++)
        {
            Assert.Equal(expected[row].Score!.Value, found.Values[row], 1e-12 * Math.Abs(found.Values[row]));
            Assert.Equal(expected[row].Quality!.Value, found.Qualities[row], 1e-12);
        }
    }

    [Theory]
    [InlineData(60, .45, 27)]
    [InlineData(100, .1, 10)]
    [InlineData(600, .02, 12)]
    public void Fit_ShareAskedFor_IsHeldOut(int reals, double share, int heldOut)
    {
        var report = QualityModel.Fit(RealImages.Draw(reals, 8, 1), new() { Components = 1, HoldOut = share }).Report;
        Assert.Equal(("hold-out", heldOut, reals - heldOut), (report.CalibratedBy, report.Counts.HeldOut, report.Counts.Fitted));
    }

    [Fact]
    public void Fit_ShareOfTooFewImages_IsRefused()
    {
        var message = Assert.Throws<GiqaException>(() => QualityModel.Fit(RealImages.Draw(60, 8, 1), new() { HoldOut = .15 })).Message;
        Assert.Contains("0.15 of 60 real images is 9", message, StringComparison.Ordinal);
        Assert.Contains("--holdout 0", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FitMethod.Gmm, 20, 3)]
    [InlineData(FitMethod.Gmm, 43, 6)]
    [InlineData(FitMethod.Gmm, 44, 7)]
    [InlineData(FitMethod.Knn, 20, 7)]
    public void Fit_FewerImagesThanAMixtureBears_TakesFewerGaussiansAndSaysSo(FitMethod method, int reals, int components)
    {
        var model = QualityModel.Fit(RealImages.Draw(reals, 8, 1), new() { Method = method });
        Assert.Equal(components, model.Options.Components);
        Assert.Equal(components < 7 ? 1 : 0, model.Report.Warnings.Count(warning => warning.Contains($"{components} Gaussians instead of 7", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(494, "folds")]
    [InlineData(495, "hold-out")]
    public void Fit_NoShareAskedFor_HoldsOutWhatIsEnough(int reals, string calibratedBy) =>
        Assert.Equal(calibratedBy, QualityModel.Fit(RealImages.Draw(reals, 8, 1), new() { Method = FitMethod.Sgm }).Report.CalibratedBy);
}
