using Giqa.Agreement;
using Giqa.Models;

namespace Giqa.Cli.Agreeing;

/// <summary>One scorer's agreement with people.</summary>
/// <param name="Scorer">The model or scores file.</param>
internal sealed record AgreeEntry(string Scorer)
{
    public double? Accuracy { get; init; }

    public int? Pairs { get; init; }

    public int? Ties { get; init; }

    public double? CiLow { get; init; }

    public double? CiHigh { get; init; }

    public double? Spearman { get; init; }

    public double? SpearmanLow { get; init; }

    public double? SpearmanHigh { get; init; }

    public double? Kendall { get; init; }

    public double? KendallLow { get; init; }

    public double? KendallHigh { get; init; }

    public int? Images { get; init; }

    public static AgreeEntry OfPairs(string scorer, PairAccuracyResult result) => new(scorer)
    {
        Accuracy = result.Accuracy,
        Pairs = result.Pairs,
        Ties = result.Ties,
        CiLow = result.Low,
        CiHigh = result.High,
    };

    /// <exception cref="GiqaException">Fewer than 2 images have scores, or one side is constant.</exception>
    public static AgreeEntry OfOpinions(ScoreSource source, IReadOnlyList<Opinion> opinions)
    {
        var scored = opinions.Where(opinion => source.ScoreOf(opinion.Image) is not null).ToList();
        if (scored.Count < 2)
        {
            throw new GiqaException($"{source.Name}: {Counted.Among(scored.Count, opinions.Count, "image")} {(scored.Count == 1 ? "has a score" : "have scores")}; a correlation needs at least 2");
        }

        double[] people = [.. scored.Select(opinion => opinion.Score)];
        double[] scores = [.. scored.Select(opinion => source.ScoreOf(opinion.Image)!.Value)];
        var (spearman, kendall) = (RankCorrelation.Spearman(people, scores), RankCorrelation.Kendall(people, scores));
        var (ofSpearman, ofKendall) = (CorrelationInterval.OfSpearman(spearman, scored.Count), CorrelationInterval.OfKendall(kendall, scored.Count));
        return double.IsFinite(spearman)
            ? new AgreeEntry(source.Name)
            {
                Spearman = spearman,
                SpearmanLow = ofSpearman?.Low,
                SpearmanHigh = ofSpearman?.High,
                Kendall = kendall,
                KendallLow = ofKendall?.Low,
                KendallHigh = ofKendall?.High,
                Images = scored.Count,
            }
            : throw new GiqaException($"{source.Name}: all opinions or all scores are equal, which leaves nothing to correlate");
    }
}
