using Giqa.Features;
using Giqa.Models;
using Giqa.Tests.Support;

namespace Giqa.Tests.Models;

public sealed class ComponentChoiceTests
{
    private static readonly FeatureSet Reals = RealImages.Draw(900, 24, 1);
    private static readonly FitOptions Choosing = new() { ChooseComponents = true };

    [Theory]
    [InlineData(.1, "hold-out")]
    [InlineData(0, "folds")]
    public void Fit_OfThreeClusters_TakesThreeAndStaysCalibrated(double holdOut, string calibratedBy)
    {
        var model = QualityModel.Fit(Reals, Choosing with { HoldOut = holdOut });

        Assert.Equal(3, model.Options.Components);
        Assert.All(model.Branches, branch => Assert.Equal(3, ((MixtureScorer)branch.Taps[0].Scorer).Mixture.Components));
        Assert.Equal(3, model.Report.Candidates.MaxBy(candidate => candidate.HeldOutLogDensity)!.Components);
        Assert.Equal([1, 2, 3, 5], model.Report.Candidates.Take(4).Select(candidate => candidate.Components));
        Assert.Equal(calibratedBy, model.Report.CalibratedBy);
        Assert.InRange(model.Qualities(RealImages.Draw(400, 24, 2).Matrix).Average(), .42, .58);
    }

    [Fact]
    public void Fit_EveryTap_TakesTheSameNumberByTheSumOfTheirDensities()
    {
        var model = QualityModel.Fit(Reals, Choosing with { HoldOut = .1, TapLengths = [8, 16] });

        var best = model.Report.Candidates.MaxBy(candidate => candidate.HeldOutLogDensity)!;
        Assert.Equal(best.Components, model.Options.Components);
        Assert.All(model.Branches[0].Taps, tap => Assert.Equal(best.Components, ((MixtureScorer)tap.Scorer).Mixture.Components));
        var (one, other) = (QualityModel.Fit(RealTaps.Columns(Reals, 0, 8), Choosing with { HoldOut = .1 }), QualityModel.Fit(RealTaps.Columns(Reals, 8, 16), Choosing with { HoldOut = .1 }));
        Assert.All(model.Report.Candidates, candidate => Assert.Equal(
            one.Report.Candidates.Single(c => c.Components == candidate.Components).HeldOutLogDensity + other.Report.Candidates.Single(c => c.Components == candidate.Components).HeldOutLogDensity,
            candidate.HeldOutLogDensity));
    }

    [Fact]
    public void Fit_OtherImagesToCalibrateOn_ChooseTheSame()
    {
        var values = (float[])Reals.Matrix.Values.Clone();
        foreach (var row in HoldOutSplit.Draw(900, .1, Choosing.Seed)[0].HeldOut)
        {
            values.AsSpan(row * 24, 24).Fill(7);
        }

        var other = new FeatureSet(new FeatureMatrix(900, 24, values), Reals.Items, Reals.Fingerprint, Reals.BackboneName);

        Assert.Equal(QualityModel.Fit(Reals, Choosing).Report.Candidates, QualityModel.Fit(other, Choosing).Report.Candidates);
    }

    [Fact]
    public void Fit_NumberGiven_TriesNoOthers()
    {
        Assert.Empty(QualityModel.Fit(Reals, new()).Report.Candidates);
        var single = QualityModel.Fit(Reals, Choosing with { Method = FitMethod.Sgm });
        Assert.Empty(single.Report.Candidates);
        Assert.False(single.Options.ChooseComponents);
        Assert.Empty(QualityModel.Fit(Reals, Choosing with { Method = FitMethod.Knn }).Report.Candidates);
    }

    [Fact]
    public void Fit_FewImages_TakesOneAndSaysSo()
    {
        var model = QualityModel.Fit(RealImages.Draw(40, 4, 1), Choosing);

        Assert.Equal(1, model.Options.Components);
        Assert.Contains(model.Report.Warnings, warning => warning.Contains("40 images are too few to compare numbers of Gaussians on", StringComparison.Ordinal));
    }

    [Fact]
    public void Save_ThenLoad_KeepsWhatWasTried()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "m.giqa");
        var model = QualityModel.Fit(Reals, Choosing);
        model.Save(path);

        var loaded = QualityModel.Load(path);

        Assert.Equal(model.Report.Candidates, loaded.Report.Candidates);
        Assert.Equal((true, 3), (loaded.Options.ChooseComponents, loaded.Options.Components));
    }

    [Fact]
    public void Fit_Progress_NamesTheNumberBeingTried()
    {
        var told = new List<FitProgress>();

        _ = QualityModel.Fit(Reals, Choosing, new Synchronous(told.Add));

        Assert.Contains(told, progress => progress.Stage == FitStage.Choose && progress.Detail == "2 components, iteration 1");
        Assert.Contains(told, progress => progress.Stage == FitStage.Model);
        Assert.All(told, progress => Assert.InRange(progress.Share, 0, 1));
    }

    private sealed class Synchronous(Action<FitProgress> action) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => action(value);
    }
}
