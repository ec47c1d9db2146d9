using System.Globalization;
using Giqa.Cli.Rendering;
using Giqa.Metrics;
using Giqa.Models;

namespace Giqa.Cli.Gating;

/// <summary>Checks in words, the same in tables, Markdown and JUnit.</summary>
internal static class GateWords
{
    /// <summary>The gate in one line: the outcome, then the reason.</summary>
    public static string Summary(GateReport report)
    {
        var telling = report.Checks.Where(check => check.CountsAs == report.Outcome).ToList();
        var names = SetNames.Shorten([report.Baseline, report.Candidate]);
        var (baseline, candidate) = (names[0], names[1]);
        return report.Outcome switch
        {
            GateOutcome.Pass => $"gate: pass: {candidate} is no worse than {baseline} in {Counted.Of(report.Checks.Count, "check")}{Guarded(report)}",
            GateOutcome.Fail => $"gate: FAIL: {candidate} is worse than {baseline} in {Counted.Among(telling.Count, report.Checks.Count, "check")}: {string.Join("; ", telling.Select(Sentence))}",
            _ => $"gate: undecided: {candidate} is neither shown to be worse than {baseline} nor to be no worse in {Counted.Among(telling.Count, report.Checks.Count, "check")}: {string.Join("; ", telling.Select(Sentence))}",
        };
    }

    /// <summary>One check: its name, its numbers, why.</summary>
    public static string Sentence(GateCheck check)
    {
        var numbers = string.Join(", ", ((string[])[Change(check), Interval(check), check.Margin is null ? string.Empty : $"margin {Margin(check)}"]).Where(part => part.Length > 0));
        return $"{check.Name}{(numbers.Length > 0 ? $" {numbers}" : string.Empty)}: {check.Reason}";
    }

    /// <summary>From what to what, for example <c>0.512 to 0.401</c>.</summary>
    public static string Change(GateCheck check) => check switch
    {
        { Baseline: { } before, Candidate: { } after } => $"{Number(before, check)} to {Number(after, check)}",
        { Candidate: { } after } => Number(after, check),
        _ => string.Empty,
    };

    /// <summary>The difference with its interval.</summary>
    public static string Interval(GateCheck check) => check switch
    {
        { Difference: { } difference, Low: { } low, High: { } high } => $"{Signed(difference, high - low)} (95 % {Signed(low, high - low)} to {Signed(high, high - low)})",
        { Difference: { } difference } when check.Rule != "images.broken" => Signed(difference, Math.Abs(difference)),
        _ => string.Empty,
    };

    public static string Margin(GateCheck check) => check.Margin is { } margin ? margin.ToString("0.####", CultureInfo.InvariantCulture) : string.Empty;

    /// <summary>The outcome, and what it counts as if that differs.</summary>
    public static string Outcome(GateCheck check) => check.Outcome == check.CountsAs
        ? GateDocument.WordOf(check.Outcome)
        : $"{GateDocument.WordOf(check.Outcome)} (counts as {GateDocument.WordOf(check.CountsAs)})";

    private static string Guarded(GateReport report) => report.Checks.Count(check => check.Outcome == GateOutcome.Undecided) is > 0 and var open
        ? $", {open} of them undecided, which is allowed"
        : string.Empty;

    private static string Number(double value, GateCheck check) => check.Rule == "images.broken" ? Figures.Count((long)value) : Figures.Beside(value, (check.High - check.Low) ?? 0.01);

    private static string Signed(double value, double width) => (value > 0.0 ? "+" : string.Empty) + Figures.Beside(value, width);
}
