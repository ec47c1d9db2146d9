namespace Giqa.Metrics;

/// <summary>What a gate found.</summary>
/// <param name="Baseline">The set that the candidate is compared with.</param>
/// <param name="Candidate">The set that is judged.</param>
/// <param name="Outcome">Fail if a check fails; else undecided if one is and does not count as something else; else pass.</param>
/// <param name="Checks">One for every rule.</param>
internal sealed record GateReport(string Baseline, string Candidate, GateOutcome Outcome, IReadOnlyList<GateCheck> Checks);

/// <summary>The result of one rule.</summary>
/// <param name="Rule">Its place in the rules: <c>metrics.qs</c>, <c>classes.qs</c>, <c>images.worst</c>, <c>images.broken</c>, <c>images.copies</c>.</param>
/// <param name="Name">Its display name: "QS", "QS of every class".</param>
/// <param name="Outcome">What is shown.</param>
/// <param name="CountsAs">What it counts as: the same, except for an undecided check whose rule says otherwise.</param>
/// <param name="Reason">Why, in words.</param>
internal sealed record GateCheck(string Rule, string Name, GateOutcome Outcome, GateOutcome CountsAs, string Reason)
{
    /// <summary>The baseline's figure.</summary>
    public double? Baseline { get; init; }

    /// <summary>The candidate's.</summary>
    public double? Candidate { get; init; }

    /// <summary>Candidate minus baseline.</summary>
    public double? Difference { get; init; }

    /// <summary>The lower end of its 95 % interval.</summary>
    public double? Low { get; init; }

    /// <summary>The upper end.</summary>
    public double? High { get; init; }

    /// <summary>How much worse is allowed, on the metric's own scale.</summary>
    public double? Margin { get; init; }

    /// <summary>
    /// How often a candidate that is worse by just the margin would look as bad or worse, doubled and corrected for all rules (Holm);
    /// the check fails below .05. Null if the rule is not a test.
    /// </summary>
    public double? PValue { get; init; }

    /// <summary>The classes of a rule for classes, the worst first.</summary>
    public IReadOnlyList<GateClass>? Classes { get; init; }
}

/// <summary>One class of a rule for classes.</summary>
/// <param name="Name">Its folder.</param>
/// <param name="Outcome">Its outcome, corrected for the number of classes.</param>
/// <param name="BaselineImages">Its images in the baseline.</param>
/// <param name="CandidateImages">Its images in the candidate.</param>
/// <param name="Baseline">The baseline's figure.</param>
/// <param name="Candidate">The candidate's; null without images.</param>
/// <param name="Difference">Candidate minus baseline.</param>
/// <param name="Low">The lower end of its 95 % interval.</param>
/// <param name="High">The upper end.</param>
internal sealed record GateClass(
    string Name, GateOutcome Outcome, int BaselineImages, int CandidateImages, double? Baseline, double? Candidate, double? Difference, double? Low, double? High);

/// <summary>The outcome of a gate.</summary>
internal enum GateOutcome
{
    /// <summary>No worse than the margin allows, shown beyond noise.</summary>
    Pass,

    /// <summary>Worse than the margin allows, shown beyond noise.</summary>
    Fail,

    /// <summary>Neither is shown: too few images, or no interval.</summary>
    Undecided,
}
