using Giqa.Features;
using Giqa.Metrics;
using Giqa.Numerics;

namespace Giqa.Tests.Metrics;

/// <summary>The gate's parts by hand, then as a whole on simulated generators.</summary>
public sealed class GateTests
{
    [Theory]
    [InlineData(-.10, -.14, -.06, true, false)]
    [InlineData(-.10, -.15, -.04, false, false)]
    [InlineData(-.01, -.04, .02, false, true)]
    [InlineData(.20, .10, .30, false, true)]
    public void MarginTest_OfAnInterval_SaysOnWhichSideOfTheMarginItLies(double gain, double low, double high, bool bad, bool good)
    {
        var test = new MarginTest(gain, low, high, .05);

        Assert.Equal((bad, good), (test.Chance < PairedTest.Level, test.IsShownGood));
    }

    [Fact]
    public void MarginTest_AtTheEdgeOfTheInterval_IsJustTheLevel() =>
        Assert.Equal(.05, new MarginTest(-.10, -.15, -.05, .05).Chance, 6);

    [Fact]
    public void TailTest_OfTwoShares_HasNewcombesInterval()
    {
        // Newcombe (1998), table II, example (a): 56 of 70 against 48 of 80, by method 10 .0524 to .3339.
        double[] baseline = [.. Enumerable.Range(0, 48).Select(_ => .1), .. Enumerable.Range(0, 32).Select(_ => .9)];
        double[] candidate = [.. Enumerable.Range(0, 56).Select(_ => .05), .. Enumerable.Range(0, 14).Select(_ => .95)];
        var test = new TailTest(baseline, 80, candidate, .6);

        var (difference, low, high) = test.Interval();

        Assert.Equal((.2, .0524, .3339), (Math.Round(difference, 10), Math.Round(low, 4), Math.Round(high, 4)));
        Assert.Equal(.05, test.Chance(low), 3);
        Assert.Equal(1.0, test.Chance(.2));
    }

    [Fact]
    public void Judge_OneRuleWorseBeyondItsMargin_FailsTheWhole()
    {
        var report = Gate.Judge(Compared(("qs", -.2, .04), ("coverage", 0, .03)), Rules("qs", "coverage"));

        Assert.Equal(GateOutcome.Fail, report.Outcome);
        Assert.Equal([GateOutcome.Fail, GateOutcome.Pass], report.Checks.Select(check => check.Outcome));
        var qs = report.Checks[0];
        Assert.Equal((.5, .3, -.2, -.24, -.16), (qs.Baseline, qs.Candidate, Math.Round(qs.Difference!.Value, 9), Math.Round(qs.Low!.Value, 9), Math.Round(qs.High!.Value, 9)));
    }

    [Fact]
    public void Judge_OfALowerIsBetterMetric_TurnsItsDifference()
    {
        var rules = new GateRules { Metrics = [new GateRule("kid", .05)] };

        Assert.Equal(GateOutcome.Fail, Gate.Judge(Compared(("kid", .2, .04)), rules).Outcome);
        Assert.Equal(GateOutcome.Pass, Gate.Judge(Compared(("kid", -.2, .04)), rules).Outcome);
        Assert.Equal(.25, Gate.Judge(Compared(("kid", .2, .04)), new GateRules { Metrics = [new GateRule("kid", .5) { IsRelative = true }] }).Checks[0].Margin);
    }

    [Fact]
    public void Judge_BarelyWorseAmongManyRules_IsUndecidedSinceChanceDoesAsMuch()
    {
        (string, double, double)[] figures = [("qs", -.1, .045), ("precision", 0, .03), ("recall", 0, .03), ("coverage", 0, .03)];

        Assert.Equal(GateOutcome.Fail, Gate.Judge(Compared(figures[0]), Rules("qs")).Outcome);
        var check = Gate.Judge(Compared(figures), Rules("qs", "precision", "recall", "coverage")).Checks[0];

        Assert.Equal((GateOutcome.Undecided, "worse by more than the margin, but with 4 rules this could be chance"), (check.Outcome, check.Reason));
    }

    [Fact]
    public void Judge_WideInterval_IsUndecidedAndCountsAsItsRuleSays()
    {
        var report = Compared(("qs", 0, .2));
        var rules = Rules("qs");

        Assert.Equal(GateOutcome.Undecided, Gate.Judge(report, rules).Outcome);
        Assert.Equal(GateOutcome.Fail, Gate.Judge(report, rules.WithUndecided("fail")).Outcome);
        Assert.Equal(GateOutcome.Pass, Gate.Judge(report, rules with { Metrics = [rules.Metrics[0] with { Undecided = GateOutcome.Pass }] }).Outcome);

        // 200 images reach .2, so .05 = 3.24 / 1.96 times the reach of 8,800 of them.
        Assert.Contains("about 8,800 in each set", Gate.Judge(report, rules).Checks[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_CandidateOfCopies_FailsAndPassesNothingElse()
    {
        var report = Compared(("qs", .3, .04));
        report = report with { Results = [report.Results[0], report.Results[1] with { CopiesOfReals = 150 }] };

        var checks = Gate.Judge(report, Rules("qs") with { MostCopies = .01 }).Checks;

        Assert.Equal([GateOutcome.Undecided, GateOutcome.Fail], checks.Select(check => check.Outcome));
    }

    [Fact]
    public void Judge_MoreBrokenFiles_Fails()
    {
        var report = Compared(("qs", 0, .01));
        report = report with { Results = [report.Results[0], report.Results[1] with { Counts = new ComparisonCounts(199, 1, 200, 0) }] };

        Assert.Equal(GateOutcome.Fail, Gate.Judge(report, Rules("qs") with { MoreBroken = 0 }).Outcome);
        Assert.Equal(GateOutcome.Pass, Gate.Judge(report, Rules("qs") with { MoreBroken = 1 }).Outcome);
    }

    [Fact]
    public void Judge_SavedBaseline_TakesTheStandardErrors()
    {
        var report = Compared(("qs", -.1, 0));
        var errors = new ComparisonFigures { Qs = .01 };
        var candidate = report with { Results = [report.Results[1] with { Errors = errors }], Tests = [] };

        var check = Gate.Judge(report.Results[0] with { Errors = errors }, candidate, Rules("qs")).Checks[0];

        Assert.Equal(GateOutcome.Fail, check.Outcome);
        Assert.Equal((-.1 - (1.959964 * .01 * Math.Sqrt(2)), -.1 + (1.959964 * .01 * Math.Sqrt(2))), (check.Low!.Value, check.High!.Value), new WithinMillionth());
        var narrow = Gate.Judge(report.Results[0] with { QualityError = .003 }, candidate with { Results = [candidate.Results[0] with { QualityError = .004 }] }, Rules("qs")).Checks[0];
        Assert.Equal(1.959964 * .005, narrow.High!.Value - narrow.Difference!.Value, 1e-6);
        Assert.Contains("no standard error", Gate.Judge(report.Results[0], candidate, Rules("qs")).Checks[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_SavedBaselineOfFewImages_KeepsTheIntervalWithinWhatDifferencesCanBe()
    {
        var report = Compared(("coverage", -.45, 0));
        var errors = new ComparisonFigures { Coverage = .5 };
        var candidate = report with { Results = [report.Results[1] with { Errors = errors }], Tests = [] };
        var check = Gate.Judge(report.Results[0] with { Errors = errors }, candidate, Rules("coverage")).Checks[0];

        Assert.Equal(-1, check.Low);
        Assert.InRange(check.High!.Value, .5, 1);
    }

    [Fact]
    public void Judge_SavedBaselineOfEqualAndWorseGenerators_SeldomFailsTheOneAndMostlyTheOther()
    {
        int equal = 0, worse = 0;
        const int Draws = 40;
        for (var draw = 0; draw < Draws; draw++)
        {
            var real = Draw(150, 0, 0, (5 * draw) + 1001);
            var baseline = Compare(real, Draw(150, .3, .3, (5 * draw) + 1002)).Results[0];
            equal += Gate.Judge(baseline, Compare(real, Draw(150, .3, .3, (5 * draw) + 1003))).Outcome == GateOutcome.Fail ? 1 : 0;
            worse += Gate.Judge(baseline, Compare(real, Draw(150, .6, .6, (5 * draw) + 1004))).Outcome == GateOutcome.Fail ? 1 : 0;
        }

        Assert.InRange(equal, 0, 5);
        Assert.InRange(worse, 36, Draws);
    }

    [Fact]
    public void Judge_EqualAndWorseGenerators_SeldomFailsTheOneAndMostlyTheOther()
    {
        // 40 draws of 150 images in three classes; the worse generator has noise of .6 for .3, or one class of it.
        int equal = 0, worse = 0, inOneClass = 0;
        const int Draws = 40;
        for (var draw = 0; draw < Draws; draw++)
        {
            var (real, first) = (Draw(150, 0, 0, (7 * draw) + 1), Draw(150, .3, .3, (7 * draw) + 2));
            equal += Fails(real, first, Draw(150, .3, .3, (7 * draw) + 3));
            worse += Fails(real, first, Draw(150, .6, .6, (7 * draw) + 4));
            inOneClass += Fails(real, first, Draw(150, .3, 1.2, (7 * draw) + 5));
        }

        // Of a true 5 % six or more of 40 happen in 1 of 70 runs.
        Assert.InRange(equal, 0, 5);
        Assert.InRange(worse, 36, Draws);
        Assert.InRange(inOneClass, 36, Draws);
    }

    private static int Fails(FeatureSet real, FeatureSet first, FeatureSet second) => Gate.Judge(Compare(real, first, second)).Outcome == GateOutcome.Fail ? 1 : 0;

    private static ComparisonReport Compare(FeatureSet real, params FeatureSet[] sets)
    {
        var options = new ComparisonOptions { Metrics = GateRules.Default.Needed, Replicates = 199, Threads = 1, FolderTests = true, Extrapolate = false };
        return Comparison.Run(real, [.. sets.Select((set, i) => new ComparisonInput($"{i}", set))], options);
    }

    /// <summary>Three classes, a Gaussian each, with noise; the last with noise of its own.</summary>
    private static FeatureSet Draw(int count, double noise, double noiseOfLast, int seed)
    {
        const int Dimensions = 8;
        var random = new SeededRandom((ulong)seed);
        var values = new float[count * Dimensions];
        for (var row = 0; row < count; row++)
        {
            for (var i = 0; i < Dimensions; i++)
            {
                values[(row * Dimensions) + i] = (float)((3 * (row % 3) * ((i % 3) - 1)) + (.5 * random.NextGaussian()) + ((row % 3 == 2 ? noiseOfLast : noise) * random.NextGaussian()));
            }
        }

        return new FeatureSet(new FeatureMatrix(count, Dimensions, values), [.. Enumerable.Range(0, count).Select(i => new FeatureItem($"{i % 3}/{i}"))], null, null);
    }

    private static GateRules Rules(params string[] metrics) => new() { Metrics = [.. metrics.Select(metric => new GateRule(metric, .05))] };

    /// <summary>A comparison of two sets of 200 images: candidate minus baseline, and how far its interval reaches.</summary>
    private static ComparisonReport Compared(params (string Metric, double Difference, double Reach)[] figures)
    {
        ComparisonResult Result(string name, double share) => new()
        {
            Input = name,
            Figures = figures.Aggregate(new ComparisonFigures(), (all, figure) => figure.Metric switch
            {
                "qs" => all with { Qs = .5 + (share * figure.Difference) },
                "kid" => all with { KidMean = .5 + (share * figure.Difference) },
                "precision" => all with { Precision = .5 + (share * figure.Difference) },
                "recall" => all with { Recall = .5 + (share * figure.Difference) },
                _ => all with { Coverage = .5 + (share * figure.Difference) },
            }),
            Errors = new ComparisonFigures(),
            Counts = new ComparisonCounts(200, 0, 200, 0),
            Folders = [],
        };
        return new ComparisonReport
        {
            Results = [Result("a", 0), Result("b", 1)],
            Tests = [.. figures.Select(figure => new PairedTest(figure.Metric, "a", "b", -figure.Difference, -figure.Difference - figure.Reach, -figure.Difference + figure.Reach, .5))],
            Warnings = [],
            Options = new ComparisonOptions(),
            Dimensions = 8,
        };
    }

    private sealed class WithinMillionth : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) => Math.Abs(x.Item1 - y.Item1) < 1e-6 && Math.Abs(x.Item2 - y.Item2) < 1e-6;

        public int GetHashCode((double, double) value) => 0;
    }
}
