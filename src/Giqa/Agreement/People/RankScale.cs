namespace Giqa.Agreement.People;

/// <summary>
/// The log odds of an image's rank among the judged ones by its quality: ln(u / (1 - u)) for the share u that is worse, 0 for the median
/// image. Between points it is interpolated, beyond them it is constant.
/// </summary>
internal sealed class RankScale
{
    // Odd, so that the median is one of them.
    private const int MostPoints = 65;

    private readonly double[] _qualities;
    private readonly double[] _logOdds;

    /// <summary>Takes quantiles.</summary>
    /// <param name="qualities">The judged images' qualities, two different ones or more among them.</param>
    internal RankScale(IReadOnlyList<double> qualities)
    {
        double[] sorted = [.. qualities.Order()];
        var count = Math.Min(MostPoints, sorted.Length - (sorted.Length % 2 == 0 ? 1 : 0));
        var points = new SortedDictionary<double, List<double>>();
        for (var i = 0; i < count; i++)
        {
            var share = (i + .5) / count;
            var quality = Quantile(sorted, share);
            if (!points.TryGetValue(quality, out var equal))
            {
                points[quality] = equal = [];
            }

            equal.Add(Math.Log(share / (1 - share)));
        }

        // Images of one quality share the mean of their ranks.
        (_qualities, _logOdds) = ([.. points.Keys], [.. points.Values.Select(equal => equal.Average())]);
        Median = Quantile(sorted, .5);
    }

    /// <summary>The quality of the median image.</summary>
    internal double Median { get; }

    /// <summary>The qualities that are points of the scale, ascending.</summary>
    internal double[] Qualities => _qualities;

    /// <summary>The log odds of the rank of a quality, minus those of the median image.</summary>
    internal double Of(double quality) => At(quality) - At(Median);

    /// <summary>The quality of an image that this share of the judged ones are worse than.</summary>
    internal double QualityAt(double share)
    {
        var wanted = Math.Log(share / (1 - share));
        var right = Array.FindIndex(_logOdds, odds => odds >= wanted);
        return right <= 0 ? (right < 0 ? _qualities[^1] : _qualities[0]) : Between(_logOdds[right - 1], _logOdds[right], _qualities[right - 1], _qualities[right], wanted);
    }

    private double At(double quality)
    {
        var index = Array.BinarySearch(_qualities, quality);
        if (index >= 0)
        {
            return _logOdds[index];
        }

        var right = ~index;
        return right == 0 ? _logOdds[0]
            : right == _qualities.Length ? _logOdds[^1]
            : Between(_qualities[right - 1], _qualities[right], _logOdds[right - 1], _logOdds[right], quality);
    }

    private static double Between(double from, double to, double atFrom, double atTo, double at) => atFrom + ((at - from) / (to - from) * (atTo - atFrom));

    private static double Quantile(double[] sorted, double share)
    {
        var position = Math.Clamp((share * sorted.Length) - .5, 0, sorted.Length - 1);
        var left = (int)position;
        var right = Math.Min(left + 1, sorted.Length - 1);
        return sorted[left] + ((position - left) * (sorted[right] - sorted[left]));
    }
}
