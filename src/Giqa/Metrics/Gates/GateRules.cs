using Giqa.Storage;

namespace Giqa.Metrics;

/// <summary>How much worse than the baseline a candidate may be.</summary>
internal sealed record GateRules
{
    /// <summary>
    /// The defaults. The margins are about three standard errors of the difference of two reruns of one
    /// generator at 1,000 images each, so that such reruns pass (bench/results/gate.md).
    /// </summary>
    public static GateRules Default { get; } = new()
    {
        Metrics = [new GateRule("qs", 0.05), new GateRule("coverage", 0.05)],
        Classes = [new GateRule("qs", 0.1) { Undecided = GateOutcome.Pass }],
        Worst = new GateTailRule(0.01, 0.01) { Undecided = GateOutcome.Pass },
        MoreBroken = 0,
        MostCopies = 0.01,
    };

    /// <summary>The metrics of the whole sets.</summary>
    public IReadOnlyList<GateRule> Metrics { get; init; } = [];

    /// <summary>Metrics that are checked in every folder (class) of images: <c>qs</c>, <c>precision</c>, <c>density</c>.</summary>
    public IReadOnlyList<GateRule> Classes { get; init; } = [];

    /// <summary>Images that a class must have in either set to be checked; at least 6.</summary>
    public int LeastInClass { get; init; } = 20;

    /// <summary>The candidate's worst images; null for no such rule.</summary>
    public GateTailRule? Worst { get; init; }

    /// <summary>How many more files without a usable image the candidate may have; null for no such rule.</summary>
    public int? MoreBroken { get; init; }

    /// <summary>The largest share of the candidate's images that may be copies of real ones; null for no such rule.</summary>
    public double? MostCopies { get; init; }

    /// <summary>The outcome of the gate if a check is undecided and has no setting of its own.</summary>
    public GateOutcome Undecided { get; init; } = GateOutcome.Undecided;

    /// <summary>The allowed settings for an undecided check: <c>stop</c> (neither pass nor fail), <c>pass</c>, <c>fail</c>.</summary>
    public static IReadOnlyList<string> UndecidedWords => GateRulesJson.PolicyWords;

    /// <summary>The metrics that a comparison must have for these rules.</summary>
    public ComparisonMetrics Needed
    {
        get
        {
            var needed = Metrics.Concat(Classes).Aggregate(ComparisonMetrics.None, (all, rule) => all | ComparisonMetric.Find(rule.Metric).Choice);
            return Worst is not null || needed == ComparisonMetrics.None ? needed | ComparisonMetrics.QualityScore : needed;
        }
    }

    /// <summary>The same rules, with another of <see cref="UndecidedWords"/> for rules without their own setting.</summary>
    /// <exception cref="ArgumentException">There is no such word.</exception>
    public GateRules WithUndecided(string word) => this with { Undecided = GateRulesJson.PolicyOf(word) };

    /// <summary>Reads rules from a JSON file.</summary>
    /// <exception cref="GiqaException">It cannot be read, is not JSON, or holds an invalid rule; the message names the place and what is allowed.</exception>
    public static GateRules Load(string path)
    {
        try
        {
            return GateRulesJson.Read(RegularFile.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GiqaException($"cannot read {path}: {e.Message}", e);
        }
    }

    /// <summary>The rules as <see cref="Load"/> reads them.</summary>
    public string ToJson() => GateRulesJson.Write(this);
}

/// <summary>One metric's rule.</summary>
/// <param name="Metric">Its key: <c>qs ds fid kid precision recall density coverage</c>.</param>
/// <param name="Margin">By how much the candidate may be worse; above 0.</param>
internal sealed record GateRule(string Metric, double Margin)
{
    /// <summary>Whether the margin is a share of the baseline's figure, as needed by metrics without a fixed scale (FID, KID).</summary>
    public bool IsRelative { get; init; }

    /// <summary>What this check counts as when it is undecided; null for <see cref="GateRules.Undecided"/>.</summary>
    public GateOutcome? Undecided { get; init; }
}


/// <summary>A rule for single images: how many of the candidate's may be as bad as the baseline's worst.</summary>
/// <param name="Share">The share of the baseline's images, by quality, that are its worst: .01 for one in a hundred.</param>
/// <param name="Margin">How much larger that share may be among the candidate's images; above 0.</param>
internal sealed record GateTailRule(double Share, double Margin)
{
    /// <summary>The largest share: a saved result keeps no more.</summary>
    public const double LargestShare = 0.05;

    /// <summary>What this check counts as when it is undecided; null for <see cref="GateRules.Undecided"/>.</summary>
    public GateOutcome? Undecided { get; init; }
}
