using Giqa.Metrics;

namespace Giqa.Tests.Metrics.Verdicts;

/// <summary>Comparisons made of numbers, for the tests of words and pages.</summary>
internal static class SampleComparison
{
    internal static ComparisonReport Of(IReadOnlyList<ComparisonResult> results, params IReadOnlyList<PairedTest> tests) => new()
    {
        Results = results,
        Tests = tests,
        Warnings = ["few <images>"],
        Options = new ComparisonOptions { Seed = 3 },
        BackboneName = "test-net",
        Fingerprint = new string('a', 64),
        Preset = "default",
        Dimensions = 1536,
    };

    internal static ComparisonResult Set(string name, double qs = .4, double ds = .3, double error = .01) => new()
    {
        Input = name,
        Figures = new ComparisonFigures
        {
            Qs = qs,
            Ds = ds,
            Fid = 34.5,
            KidMean = .0123,
            KidStd = .001,
            Precision = .8,
            Recall = .4,
            Density = 1.1,
            Coverage = .6,
        },
        Errors = new ComparisonFigures { Qs = error, Ds = error, Fid = .5, Precision = .02, Recall = .02, Density = .05, Coverage = .02 },
        FidInfinity = 30.25,
        KidSubsetSize = 1000,
        Counts = new ComparisonCounts(2000, 3, 5000, 1),
        Folders =
        [
            new FolderFigures("boots", 1200, 2500, new ComparisonFigures { Qs = .45, Ds = .35, Precision = .9, Recall = .5, Density = 1.2, Coverage = .7 }),
            new FolderFigures("<shoes>", 800, 2500, new ComparisonFigures { Qs = .25, Ds = .2, Precision = .6, Recall = .3, Density = .9, Coverage = .4 }),
        ],
    };

    /// <summary>A test whose difference favours the first set, or the second where <paramref name="second"/> is set.</summary>
    internal static PairedTest Test(string metric, double chance, bool second = false, string first = "a/", string other = "b/")
    {
        var gap = second == ComparisonMetric.Find(metric).HigherIsBetter ? -.1 : .1;
        return new PairedTest(metric, first, other, gap, gap - .05, gap + .05, chance);
    }
}
