using System.Text.Json.Serialization;
using Giqa.Agreement;
using Giqa.Cli.Inputs;

namespace Giqa.Cli.Agreeing;

/// <summary>What <c>giqa agree --json</c> prints: the first scorer's figures, and all scorers' when there are several.</summary>
internal sealed record AgreeDocument
{
    public double? Accuracy => Scorers[0].Accuracy;

    public int? Pairs => Scorers[0].Pairs;

    public int? Ties => Scorers[0].Ties;

    public double? CiLow => Scorers[0].CiLow;

    public double? CiHigh => Scorers[0].CiHigh;

    public double? Spearman => Scorers[0].Spearman;

    public double? Kendall => Scorers[0].Kendall;

    public int? Images => Scorers[0].Images;

    /// <summary>Pairs that the observers disagreed on, which are left out.</summary>
    public int? Dropped { get; init; }

    public ObserverAgreement? Observers { get; init; }

    public required IReadOnlyList<AgreeEntry> Scorers { get; init; }

    public required IReadOnlyList<SkippedImage> SkippedImages { get; init; }

    public static AgreeDocument OfPairs(IReadOnlyList<PairJudgement> judgements, ConsensusRule rule, IReadOnlyList<ScoreSource> sources)
    {
        var (pairs, dropped) = Consensus.Filter(judgements, rule);
        if (pairs.Count == 0)
        {
            throw new GiqaException($"the observers disagree on {(dropped == 1 ? "the only pair" : $"all {dropped} pairs")}, so none are left: see --consensus");
        }

        var entries = sources.Select(source => AgreeEntry.OfPairs(source.Name, PairAccuracy.Compute(pairs, (_, image) => source.ScoreOf(image)))).ToList();
        return Of(entries, sources) with { Dropped = dropped, Observers = Consensus.Measure(judgements) };
    }

    public static AgreeDocument OfOpinions(IReadOnlyList<Opinion> opinions, IReadOnlyList<ScoreSource> sources) =>
        Of([.. sources.Select(source => AgreeEntry.OfOpinions(source, opinions))], sources);

    private static AgreeDocument Of(List<AgreeEntry> entries, IReadOnlyList<ScoreSource> sources) => new()
    {
        Scorers = entries,
        SkippedImages = [.. sources.SelectMany(source => source.Skipped).Distinct()],
    };

    /// <summary>Whether the file held opinions of images instead of pairs.</summary>
    [JsonIgnore]
    public bool IsOpinions => Accuracy is null;
}
