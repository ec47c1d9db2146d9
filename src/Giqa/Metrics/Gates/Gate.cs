using System.Globalization;
using Giqa.Models;

namespace Giqa.Metrics;

/// <summary>Whether a candidate is no worse than a baseline: non-inferiority with a margin for each metric.</summary>
/// <remarks>
/// With d the margin and [l, h] the 95 % interval of candidate minus baseline, oriented so that more is better: a check passes if
/// l > -d, fails if h &lt; -d, and is undecided otherwise. One rule is enough to fail, so failing is corrected for their number (Holm, 1979);
/// passing needs all rules and no correction.
/// </remarks>
internal static class Gate
{
    /// <summary>Judges the second set of a comparison against the first.</summary>
    /// <param name="report">A comparison of two generated sets, the baseline first, with spread and, for rules for classes, <see cref="ComparisonOptions.FolderTests"/>.</param>
    /// <param name="rules">Null for <see cref="GateRules.Default"/>.</param>
    /// <exception cref="GiqaException">The comparison is not of two sets.</exception>
    public static GateReport Judge(ComparisonReport report, GateRules? rules = null) =>
        report.Results is [var baseline, var candidate]
            ? new GateRun(baseline, candidate, report, rules ?? GateRules.Default).Run()
            : throw new GiqaException($"a gate judges one set against another, so it needs a comparison of 2 sets, not of {report.Results.Count}");

    /// <summary>Judges a set against a result that was saved earlier. The intervals are wider than those of both sets together.</summary>
    /// <param name="baseline">The earlier result.</param>
    /// <param name="candidate">The comparison of the candidate alone, with the same reals and options.</param>
    /// <param name="rules">Null for <see cref="GateRules.Default"/>.</param>
    /// <exception cref="GiqaException">The comparison is not of one set, or the number of reals differs.</exception>
    public static GateReport Judge(ComparisonResult baseline, ComparisonReport candidate, GateRules? rules = null)
    {
        if (candidate.Results is not [var only])
        {
            throw new GiqaException($"a gate judges one set against a saved one, not {candidate.Results.Count}");
        }

        return baseline.Counts.Real == only.Counts.Real
            ? new GateRun(baseline, only, null, rules ?? GateRules.Default).Run()
            : throw new GiqaException(string.Create(
                CultureInfo.InvariantCulture, $"the baseline was measured against {Counted.Images(baseline.Counts.Real)}, the candidate against {Counted.Of(only.Counts.Real)}: measure both against the same reals"));
    }
}
