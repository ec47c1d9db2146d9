using System.Text.Json.Serialization;

namespace Giqa.Scores;

/// <summary>A scores table in a few numbers.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed class ScoreSummary
{
    /// <summary>The shares at which <see cref="QualityQuantiles"/> are taken.</summary>
    public static ReadOnlySpan<double> QuantileShares => [0, .05, .25, .5, .75, .95, 1];

    /// <summary>Summarises a table.</summary>
    /// <param name="scores">Any number of rows.</param>
    public ScoreSummary(IReadOnlyList<ImageScore> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        Count = scores.Count;
        SkippedByStatus = new SortedDictionary<string, int>(
            scores.Where(s => !s.IsScored).GroupBy(s => s.Status).ToDictionary(g => g.Key, g => g.Count()),
            StringComparer.Ordinal);
        var qualities = scores.Where(s => s.IsScored && s.Quality is not null).Select(s => s.Quality!.Value).Order().ToArray();
        Scored = scores.Count(s => s.IsScored);
        Memorised = scores.Count(s => s.IsMemorised);
        var raw = scores.Where(s => s.IsScored && s.Score is not null).Select(s => s.Score!.Value).ToArray();
        MeanScore = raw.Length == 0 ? null : raw.Average();
        MeanQuality = qualities.Length == 0 ? null : qualities.Average();
        var shares = scores.Where(s => s.IsScored && s.Preferred is not null).Select(s => s.Preferred!.Value).ToArray();
        MeanPreferred = shares.Length == 0 ? null : shares.Average();
        QualityQuantiles = qualities.Length == 0 ? [] : [.. QuantileShares.ToArray().Select(share => Quantile(qualities, share))];
    }

    /// <summary>All rows.</summary>
    public int Count { get; }

    /// <summary>Rows with a score.</summary>
    public int Scored { get; }

    /// <summary>Rows without one.</summary>
    public int Skipped => Count - Scored;

    /// <summary>Scored rows that are copies of a reference image.</summary>
    public int Memorised { get; }

    /// <summary>How many rows have no score, by status, in the order of the statuses' names.</summary>
    public IReadOnlyDictionary<string, int> SkippedByStatus { get; }

    /// <summary>The mean raw score, or null when nothing was scored.</summary>
    public double? MeanScore { get; }

    /// <summary>The mean quality, in (0, 1): QS (GIQA eq. 9) when the images are generated ones. Null when nothing was scored.</summary>
    public double? MeanQuality { get; }

    /// <summary>The mean share of people who would prefer an image over the median one; null for models that do not estimate it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MeanPreferred { get; }

    /// <summary>The qualities at <see cref="QuantileShares"/>, interpolated; empty when nothing was scored.</summary>
    public IReadOnlyList<double> QualityQuantiles { get; }

    private static double Quantile(double[] sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var left = (int)position;
        var right = Math.Min(left + 1, sorted.Length - 1);
        return sorted[left] + ((position - left) * (sorted[right] - sorted[left]));
    }
}
