using System.Globalization;
using Giqa.Models;

namespace Giqa.Metrics;

/// <summary>One gate at work: every rule becomes a check.</summary>
internal sealed class GateRun(ComparisonResult baseline, ComparisonResult candidate, ComparisonReport? together, GateRules rules)
{
    private readonly GateDifferences _differences = new(baseline, candidate, together);

    internal GateReport Run()
    {
        GateDraft?[] all =
        [
            .. rules.Metrics.Select(OfMetric),
            .. rules.Classes.Select(OfClasses),
            rules.Worst is { } tail ? OfWorst(tail) : null,
            rules.MoreBroken is { } more ? OfBroken(more) : null,
            rules.MostCopies is { } most ? OfCopies(most) : null,
        ];
        GateDraft[] drafts = [.. all.OfType<GateDraft>()];
        GateDraft[] tests = [.. drafts.Where(draft => draft.Chance is not null)];
        var corrected = tests.Zip(HolmCorrection.Correct([.. tests.Select(draft => draft.Chance!.Value)])).ToDictionary(pair => pair.First.Check.Rule, pair => pair.Second);
        GateCheck[] checks = [.. drafts.Select(draft => draft.Settle(corrected.TryGetValue(draft.Check.Rule, out var chance) ? chance : null, tests.Length))];
        var outcome = checks.Any(check => check.CountsAs == GateOutcome.Fail) ? GateOutcome.Fail
            : checks.Any(check => check.CountsAs == GateOutcome.Undecided) ? GateOutcome.Undecided
            : GateOutcome.Pass;
        return new GateReport(baseline.Input, candidate.Input, outcome, checks);
    }

    /// <summary>Why no figure says anything about the generator.</summary>
    private string? Copied =>
        ComparisonVerdict.IsCopied(candidate) ? "the candidate's images are real ones, which every metric counts as perfect"
        : ComparisonVerdict.IsCopied(baseline) ? "the baseline's images are real ones, which every metric counts as perfect"
        : null;

    private GateOutcome PolicyOf(GateOutcome? own) => own ?? rules.Undecided;

    private static GateCheck Blank(string rule, string name) => new(rule, name, GateOutcome.Undecided, GateOutcome.Undecided, string.Empty);

    private GateDraft OfMetric(GateRule rule)
    {
        var metric = ComparisonMetric.Find(rule.Metric);
        var check = Blank($"metrics.{rule.Metric}", metric.Name) with { Baseline = metric.FigureOf(baseline.Figures), Candidate = metric.FigureOf(candidate.Figures) };
        var policy = PolicyOf(rule.Undecided);
        var margin = MarginOf(rule, check.Baseline);
        var difference = Copied is { } copied ? GateDifference.Missing(copied) : _differences.Of(metric);
        check = check with { Difference = difference.Value, Low = difference.Low, High = difference.High, Margin = margin };
        if (margin is null && difference.Value is not null)
        {
            return new GateDraft(check, policy, false, 1.0, "a share of the baseline's figure cannot be a margin if that figure is 0 or less: give an absolute one");
        }

        var test = Turned(metric, difference, margin ?? 0.0);
        return new GateDraft(check, policy, test.IsShownGood, test.Chance, difference.Note ?? Needed(test, baseline.Counts.Generated, candidate.Counts.Generated, "set"));
    }

    private GateDraft? OfClasses(GateRule rule)
    {
        var metric = ComparisonMetric.Find(rule.Metric);
        var check = Blank($"classes.{rule.Metric}", $"{metric.Name} of every class");
        var policy = PolicyOf(rule.Undecided);
        if (baseline.Folders.Count == 0 || Copied is not null)
        {
            // Without folders, a rule that must not be undecided has nothing to check.
            return policy == GateOutcome.Pass && Copied is null ? null
                : new GateDraft(check, policy, false, 1.0, Copied ?? "the baseline's images are not in folders, one for each class");
        }

        var after = candidate.Folders.ToDictionary(folder => folder.Folder, StringComparer.Ordinal);
        var seen = baseline.Folders.Where(folder => folder.Generated >= rules.LeastInClass).ToList();
        var lost = seen.Where(folder => after.GetValueOrDefault(folder.Folder) is null or { Generated: 0 }).ToList();
        var pairs = seen.Except(lost).Select(folder => (Before: folder, After: after[folder.Folder])).Where(pair => pair.After.Generated >= rules.LeastInClass).ToList();
        var drafts = pairs.ConvertAll(pair => (pair, Difference: _differences.Of(metric, pair.Before, pair.After)));
        var tests = drafts.ConvertAll(draft => Turned(metric, draft.Difference, MarginOf(rule, metric.FigureOf(draft.pair.Before.Figures)) ?? 0.0));
        var corrected = HolmCorrection.Correct(tests.ConvertAll(test => test.Chance));
        var classes = drafts.Select((draft, i) => new GateClass(
            draft.pair.Before.Folder,
            corrected[i] < PairedTest.Level ? GateOutcome.Fail : tests[i].IsShownGood ? GateOutcome.Pass : GateOutcome.Undecided,
            draft.pair.Before.Generated,
            draft.pair.After.Generated,
            metric.FigureOf(draft.pair.Before.Figures),
            metric.FigureOf(draft.pair.After.Figures),
            draft.Difference.Value,
            draft.Difference.Low,
            draft.Difference.High));
        classes = [.. lost.Select(folder => new GateClass(folder.Folder, GateOutcome.Fail, folder.Generated, 0, metric.FigureOf(folder.Figures), null, null, null, null)), .. classes.OrderBy(one => metric.HigherIsBetter ? one.Difference : -one.Difference)];
        check = check with { Classes = [.. classes], Margin = rule.IsRelative ? null : rule.Margin };
        if (lost.Count > 0)
        {
            return GateDraft.Certain(check, false, $"the candidate has no images of {string.Join(", ", lost.Select(folder => folder.Folder))}");
        }

        if (pairs.Count == 0)
        {
            return new GateDraft(check, policy, false, 1.0, $"no class has {Counted.Images(rules.LeastInClass)} in both sets");
        }

        var worst = check.Classes[0];
        var one = check with { Baseline = worst.Baseline, Candidate = worst.Candidate, Difference = worst.Difference, Low = worst.Low, High = worst.High };
        var open = drafts.Select(draft => draft.Difference.Note).FirstOrDefault(note => note is not null)
            ?? Needed(tests[drafts.FindIndex(draft => draft.pair.Before.Folder == worst.Name)], worst.BaselineImages, worst.CandidateImages, "class of each set");
        return new GateDraft(one, policy, tests.TrueForAll(test => test.IsShownGood), corrected.Min(), open) { Class = worst.Name };
    }

    private GateDraft OfWorst(GateTailRule rule)
    {
        var check = Blank("images.worst", string.Create(CultureInfo.InvariantCulture, $"images as bad as the baseline's worst {100.0 * rule.Share:0.##} %")) with { Margin = rule.Margin };
        var policy = PolicyOf(rule.Undecided);
        var count = baseline.Counts.Generated;
        if (Copied is { } copied)
        {
            return new GateDraft(check, policy, false, 1.0, copied);
        }

        if (baseline.LowestQualities is not { } lowest || lowest.Count < TailTest.NeededOf(count, rule.Share) || candidate.Qualities is not { } qualities)
        {
            return new GateDraft(check, policy, false, 1.0, baseline.Figures.Qs is null || candidate.Figures.Qs is null
                ? "it needs QS of both sets"
                : "the saved baseline does not hold its lowest qualities; save it with giqa gate --json, or give its images");
        }

        var test = new TailTest(lowest, count, qualities, rule.Share);
        var (difference, low, high) = test.Interval();
        check = check with { Baseline = test.BaselineShare, Candidate = test.CandidateShare, Difference = difference, Low = low, High = high };
        return new GateDraft(check, policy, high < rule.Margin, test.Chance(rule.Margin), "too few images to tell");
    }

    private GateDraft OfBroken(int more)
    {
        var (before, after) = (baseline.Counts.GeneratedSkipped, candidate.Counts.GeneratedSkipped);
        var check = Blank("images.broken", "files without a usable image") with { Baseline = before, Candidate = after, Difference = after - before, Margin = more };
        return GateDraft.Certain(check, after - before <= more, after == before ? "as many as before" : string.Create(CultureInfo.InvariantCulture, $"{before} before, {after} now"));
    }

    private GateDraft OfCopies(double most)
    {
        var share = candidate.Counts.Generated > 0 ? (double)candidate.CopiesOfReals / candidate.Counts.Generated : 0.0;
        var check = Blank("images.copies", "images that are real ones") with { Candidate = share, Margin = most };
        return GateDraft.Certain(check, share <= most, $"{Counted.Among(candidate.CopiesOfReals, candidate.Counts.Generated, "image")}");
    }

    private static double? MarginOf(GateRule rule, double? figure) => !rule.IsRelative ? rule.Margin : figure > 0.0 ? rule.Margin * figure : null;

    private static MarginTest Turned(ComparisonMetric metric, GateDifference difference, double margin) => metric.HigherIsBetter
        ? new MarginTest(difference.Value ?? 0.0, difference.Low, difference.High, margin)
        : new MarginTest(-(difference.Value ?? 0.0), -difference.High, -difference.Low, margin);

    private static string Needed(MarginTest test, int first, int second, string where)
    {
        var images = Math.Min(first, second) * test.TimesAsMany;
        if (test.Gain < -test.Margin / 2.0 || !(images > 0.0 && images < 1e7))
        {
            return "the interval includes the margin";
        }

        var digit = Math.Pow(10.0, Math.Max(0.0, Math.Floor(Math.Log10(images)) - 1.0));
        return $"too few images to tell: with about {Counted.Of((int)(Math.Ceiling(images / digit) * digit))} in each {where}, nine in ten equal candidates pass";
    }
}
