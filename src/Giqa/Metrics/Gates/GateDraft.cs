using System.Globalization;

namespace Giqa.Metrics;

/// <summary>A check before the correction for the number of rules.</summary>
/// <param name="Check">Its figures; outcome and reason are not set yet.</param>
/// <param name="Policy">What it counts as if undecided.</param>
/// <param name="IsGood">Whether it is shown to be no worse than the margin allows.</param>
/// <param name="Chance">The probability of being as bad for a candidate that is worse by just the margin; null if it is not a test.</param>
/// <param name="Open">The reason, if it is undecided.</param>
internal sealed record GateDraft(GateCheck Check, GateOutcome Policy, bool IsGood, double? Chance, string Open)
{
    /// <summary>The class of the figures; null for whole sets.</summary>
    internal string? Class { get; init; }

    /// <summary>The outcome of a rule that is not a statistical test.</summary>
    internal static GateDraft Certain(GateCheck check, bool passes, string reason) =>
        new(check with { Outcome = passes ? GateOutcome.Pass : GateOutcome.Fail, Reason = reason }, GateOutcome.Undecided, passes, null, string.Empty);

    /// <summary>The check with its outcome.</summary>
    /// <param name="corrected">The chance, corrected for all rules.</param>
    /// <param name="rules">How many these are.</param>
    internal GateCheck Settle(double? corrected, int rules)
    {
        if (Check.Reason.Length > 0)
        {
            return Check with { CountsAs = Check.Outcome };
        }

        var (outcome, reason) = corrected < PairedTest.Level ? (GateOutcome.Fail, "worse by more than the margin")
            : IsGood ? (GateOutcome.Pass, "no worse than the margin allows")
            : (GateOutcome.Undecided, Chance < PairedTest.Level
                ? string.Create(CultureInfo.InvariantCulture, $"worse by more than the margin, but with {rules} rules this could be chance")
                : Open);
        return Check with { Outcome = outcome, CountsAs = outcome == GateOutcome.Undecided ? Policy : outcome, Reason = Class is null ? reason : $"the worst is {Class}: {reason}", PValue = corrected };
    }
}
