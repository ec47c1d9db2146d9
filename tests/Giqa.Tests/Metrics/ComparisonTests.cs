using Giqa.Features;
using Giqa.Metrics;
using Giqa.Models;

namespace Giqa.Tests.Metrics;

public sealed class ComparisonTests
{
    private static readonly ComparisonOptions Options = new()
    {
        Metrics = ComparisonMetrics.FromFeatures,
        Kernel = new KidOptions { Subsets = 20, SubsetSize = 50 },
        Replicates = 200,
        Fit = new() { Components = 2 },
    };

    [Fact]
    public void Run_OneSet_GivesTheFiguresOfTheSingleMetrics()
    {
        var report = Comparison.Run(Set(MetricFixtures.Real), [Input("fake", MetricFixtures.Fake)], Options);

        var result = Assert.Single(report.Results);
        Assert.Equal(FrechetDistance.Compute(MetricFixtures.Real, MetricFixtures.Fake).Distance, result.Figures.Fid!.Value, 1e-9);
        Assert.Equal(Kid.Compute(MetricFixtures.Real, MetricFixtures.Fake, Options.Kernel).Mean, result.Figures.KidMean);
        var overlap = Prdc.Compute(MetricFixtures.Real, MetricFixtures.Fake, Options.Manifold);
        Assert.Equal(
            (overlap.Precision, overlap.Recall, overlap.Density, overlap.Coverage),
            (result.Figures.Precision!.Value, result.Figures.Recall!.Value, result.Figures.Density!.Value, result.Figures.Coverage!.Value));
        Assert.InRange(result.Figures.Qs!.Value, 0.0, 1.0);
        Assert.InRange(result.Figures.Ds!.Value, 0.0, 1.0);
        Assert.Null(result.Figures.IsMean);
        Assert.NotNull(result.FidInfinity);
        Assert.Equal(new ComparisonCounts(300, 0, 400, 0), result.Counts);
        Assert.Empty(report.Tests);
    }

    [Fact]
    public void Run_QualityScores_AreMeanQualitiesWithTheSetsSwapped()
    {
        var options = Options with { Metrics = ComparisonMetrics.QualityScore | ComparisonMetrics.DiversityScore };
        var (real, fake) = (Set(MetricFixtures.Real), Input("fake", MetricFixtures.Fake));

        var figures = Comparison.Run(real, [fake], options).Results[0].Figures;

        var fit = options.Fit with { Seed = options.Seed };
        var (ofReals, ofFakes) = (QualityModel.Fit(real, fit), QualityModel.Fit(fake.Features, fit));
        Assert.Equal(ofReals.Qualities(MetricFixtures.Fake).Average(), figures.Qs!.Value, 1e-12);
        Assert.Equal(ofFakes.Qualities(MetricFixtures.Real).Average(), figures.Ds!.Value, 1e-12);
    }

    [Theory]
    [InlineData(1e12f, false)]
    [InlineData(1e19f, false)]
    [InlineData(1e30f, false)]
    [InlineData(1e36f, false)]
    [InlineData(1e12f, true)]
    [InlineData(1e19f, true)]
    [InlineData(1e30f, true)]
    [InlineData(1e36f, true)]
    public void Run_HugeFeaturesOnOneSide_EndsInFiguresOrReasons(float factor, bool ofReals)
    {
        FeatureMatrix Times(FeatureMatrix set) => new(set.Rows, set.Columns, Array.ConvertAll(set.Values, value => value * factor));
        var (real, fake) = (MetricFixtures.Real, MetricFixtures.Fake);

        var report = Comparison.Run(Set(ofReals ? Times(real) : real), [Input("usual", MetricFixtures.HeldOut), Input("huge", ofReals ? fake : Times(fake))], Options);

        Assert.All(report.Results, result => Assert.All(ComparisonMetric.All, metric =>
        {
            var figure = metric.FigureOf(result.Figures);
            Assert.True(figure is null || double.IsFinite(figure.Value), $"{metric.Key} {figure}");
        }));
        Assert.True(report.Results.All(result => result.Figures.Precision is not null) || report.Warnings.Any(warning => warning.Contains("divide all sets", StringComparison.Ordinal)));
    }

    [Fact]
    public void Run_CollapsedGenerator_KeepsRealismAndLosesDiversity()
    {
        var sound = MetricFixtures.HeldOut;
        var random = new Random(5);
        var few = sound.SelectRows([.. Enumerable.Range(0, sound.Rows).Select(row => row % 12)]);
        var collapsed = new FeatureMatrix(few.Rows, few.Columns, Array.ConvertAll(few.Values, value => value + (.02f * ((float)random.NextDouble() - .5f))));

        var results = Comparison.Run(Set(MetricFixtures.Real), [Input("sound", sound), Input("collapsed", collapsed)], Options).Results;

        Assert.InRange(results[1].Figures.Qs!.Value, results[0].Figures.Qs!.Value - .15, 1);
        Assert.True(results[1].Figures.Ds < .5 * results[0].Figures.Ds, $"DS {results[1].Figures.Ds} of a collapsed set, {results[0].Figures.Ds} of a sound one");
        Assert.True(results[1].Figures.Recall < .5 * results[0].Figures.Recall && results[1].Figures.Coverage < .5 * results[0].Figures.Coverage);
    }

    [Fact]
    public void Run_SmallSets_WarnsInPlainWords()
    {
        var report = Comparison.Run(Set(MetricFixtures.Real), [Input("few", MetricFixtures.Head(MetricFixtures.Fake, 20))], Options);

        Assert.Contains(report.Warnings, warning => warning.Contains("do not outnumber the 32 feature dimensions", StringComparison.Ordinal));
        Assert.Contains(report.Warnings, warning => warning.Contains("subsets of 20 images instead of 50", StringComparison.Ordinal));
        Assert.Null(report.Results[0].FidInfinity);
        Assert.NotNull(report.Results[0].Errors.Fid);
    }

    [Fact]
    public void Run_SeveralSmallSets_SumsWarningsUpByTheirCause()
    {
        var report = Comparison.Run(
            Set(MetricFixtures.Real), [Input("few", MetricFixtures.Head(MetricFixtures.Fake, 20)), Input("more", MetricFixtures.Head(MetricFixtures.Fake, 30))], Options);

        Assert.Contains("few: KID uses subsets of 20 images instead of 50, because the smaller set has no more; its standard deviation then says little", report.Warnings);
        Assert.Contains("more: KID uses subsets of 30 images instead of 50, because the smaller set has no more; its standard deviation then says little", report.Warnings);
        Assert.Contains("all generated sets: KID uses subsets of 20 to 30 images instead of 50, because the smaller set has no more; its standard deviation then says little", report.WarningSummary);
        Assert.Equal(report.Warnings.Count, report.Warnings.Distinct().Count());
        Assert.True(report.WarningSummary.Count < report.Warnings.Count);
    }

    [Fact]
    public void Run_MetricThatASetIsTooSmallFor_IsLeftOutWithAWarning()
    {
        var report = Comparison.Run(Set(MetricFixtures.Real), [Input("three", MetricFixtures.Head(MetricFixtures.Fake, 3))], Options);

        Assert.Null(report.Results[0].Figures.Precision);
        Assert.NotNull(report.Results[0].Figures.Fid);
        Assert.Contains(report.Warnings, warning => warning.StartsWith("three: no precision", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_OnlyAMetricThatCannotBeComputed_IsRefused()
    {
        var inception = Options with { Metrics = ComparisonMetrics.Inception };

        var error = Assert.Throws<GiqaException>(() => Comparison.Run(Set(MetricFixtures.Real), [Input("fake", MetricFixtures.Fake)], inception));

        Assert.Contains("class logits", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TwoSets_TestsTheirDifferenceOnSharedReals()
    {
        var report = Comparison.Run(
            Set(MetricFixtures.Real), [Input("fake", MetricFixtures.Fake), Input("held out", MetricFixtures.HeldOut)], Options);

        var fid = Assert.Single(report.Tests, test => test.Metric == "fid");
        Assert.Equal(report.Results[0].Figures.Fid - report.Results[1].Figures.Fid, fid.Difference);
        Assert.True(fid.PValue is > 0.0 and <= 1.0 && (fid.Note is null) != (fid.Low is null), fid.ToString());

        // 300 images cover more than 100, however good: the test sees through it.
        var coverage = Assert.Single(report.Tests, test => test.Metric == "coverage");
        Assert.True(coverage.Difference > 0.0 && !coverage.FirstIsHigher && coverage.Low is null, coverage.ToString());
        Assert.Contains(report.Tests, test => test.Metric == "kid");
    }

    [Fact]
    public void Run_OnImagesThatAreRealOrThereTwice_SaysSo()
    {
        var copied = MetricFixtures.Fake.SelectRows([0, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
        MetricFixtures.Real.Row(3).CopyTo(copied.Values.AsSpan(5 * copied.Columns));

        var report = Comparison.Run(
            Set(MetricFixtures.Real),
            [Input("copied", copied), Input("reals", MetricFixtures.Real.SelectRows([.. Enumerable.Range(0, 20)]))],
            Options with { Metrics = ComparisonMetrics.Kernel });

        Assert.Equal([1, 20], report.Results.Select(result => result.CopiesOfReals));
        Assert.Contains(report.Warnings, warning => warning.StartsWith("copied: 1 of 10 images is a real image or a copy of one", StringComparison.Ordinal));
        Assert.Contains(report.Warnings, warning => warning.StartsWith("copied: 1 of 10 images repeats another", StringComparison.Ordinal));
        Assert.Contains(report.Warnings, warning => warning.StartsWith("reals: 20 of 20 images are real images or copies of them", StringComparison.Ordinal));
        Assert.Contains(report.Warnings, warning => warning.StartsWith("reals: 1 of 20 images is also in copied", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_TheSameSetTwice_FindsNoDifference()
    {
        var report = Comparison.Run(Set(MetricFixtures.Real), [Input("a", MetricFixtures.Fake), Input("b", MetricFixtures.Fake)], Options);

        Assert.All(report.Tests, test => Assert.Equal((0.0, true), (test.Difference, test.PValue > 0.5)));
    }

    [Fact]
    public void Run_AnyThreadCount_GivesTheSameFigures()
    {
        var one = Comparison.Run(Set(MetricFixtures.Real), [Input("fake", MetricFixtures.Fake)], Options with { Threads = 1 });
        var three = Comparison.Run(Set(MetricFixtures.Real), [Input("fake", MetricFixtures.Fake)], Options with { Threads = 3 });

        Assert.Equal(one.Results[0].Figures, three.Results[0].Figures);
        Assert.Equal(one.Results[0].Errors, three.Results[0].Errors);
    }

    [Fact]
    public void Run_ImagesInFolders_BreaksTheMeansDown()
    {
        var named = new FeatureSet(
            MetricFixtures.Fake, [.. Enumerable.Range(0, 300).Select(i => new FeatureItem($"{(i < 100 ? "cat" : "dog")}/{i}.png"))], null, null);

        var result = Comparison.Run(Set(MetricFixtures.Real), [new ComparisonInput("fake", named)], Options).Results[0];

        var folders = result.Folders.ToDictionary(folder => folder.Folder);
        Assert.Equal((100, 200, 400), (folders["cat"].Generated, folders["dog"].Generated, folders["."].Real));
        Assert.Equal(result.Figures.Qs!.Value, ((folders["cat"].Figures.Qs * 100) + (folders["dog"].Figures.Qs * 200))!.Value / 300, 1e-12);
        Assert.Equal(result.Figures.Recall!.Value, folders["."].Figures.Recall!.Value, 1e-12);
    }

    [Fact]
    public void Run_FeaturesOfAnotherBackbone_NamesBoth()
    {
        var real = new FeatureSet(MetricFixtures.Real, Items(400), new string('a', 64), "first");
        var fake = new FeatureSet(MetricFixtures.Fake, Items(300), new string('b', 64), "second");

        var error = Assert.Throws<ModelFileException>(() => Comparison.Run(real, [new ComparisonInput("fake", fake)], Options));

        Assert.Contains("second", error.Message, StringComparison.Ordinal);
        Assert.Contains("first", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithLogits_GivesTheInceptionScore()
    {
        var options = Options with { Metrics = ComparisonMetrics.Inception };
        var logits = MetricFixtures.Matrix("is/logits.npy");

        var report = Comparison.Run(Set(MetricFixtures.Real), [new ComparisonInput("fake", Set(MetricFixtures.Fake), MetricFixtures.Head(logits, 300))], options);

        Assert.InRange(report.Results[0].Figures.IsMean!.Value, 2.0, 4.0);
    }

    private static ComparisonInput Input(string name, FeatureMatrix features) => new(name, Set(features));

    private static FeatureSet Set(FeatureMatrix features) => new(features, Items(features.Rows), null, null);

    private static FeatureItem[] Items(int count) => [.. Enumerable.Range(0, count).Select(i => new FeatureItem($"{i}.png"))];
}
