namespace Giqa.Models;

/// <summary>
/// A strictly increasing map from a model's raw score to a quality in (0, 1), fixed when the model is fitted, so that
/// quality means the same in every run: .5 is as good as the median real image, .02 is worse than 98 % of them.
/// </summary>
/// <remarks>
/// <para>
/// At the score of a held-out real image the quality is its mid-rank, (#{h &lt; s} + #{h = s} / 2) / n; between two of them
/// it is interpolated on a straight line. Below the worst one it falls as q1 / (1 + b (h1 - s)): b is the slope of ln q over
/// the lowest tenth, and the power law keeps scores of -1e7 apart where an exponential would have reached 0. Above the
/// best one it approaches 1 as 1 - (1 - qn) / (1 + ln(1 + c (s - hn))): slower, because doubles are coarse near 1.
/// </para>
/// <para>Immutable; safe to share between threads.</para>
/// </remarks>
internal sealed class Calibration
{
    /// <summary>The most points that are kept; more held-out scores than this are thinned to that many quantiles.</summary>
    public const int MaximumPoints = 4096;

    private const double TailShare = .1;

    private readonly double[] _scores;
    private readonly double[] _qualities;

    private Calibration(double[] scores, double[] qualities, int heldOutCount, double lowerSlope, double upperSlope)
    {
        _scores = scores;
        _qualities = qualities;
        HeldOutCount = heldOutCount;
        LowerSlope = lowerSlope;
        UpperSlope = upperSlope;
    }

    /// <summary>n, the number of held-out real images.</summary>
    public int HeldOutCount { get; }

    /// <summary>The scores at which the map is known, strictly ascending.</summary>
    public ReadOnlySpan<double> Scores => _scores;

    /// <summary>The quality at each of <see cref="Scores"/>, strictly ascending, in (0, 1).</summary>
    public ReadOnlySpan<double> Qualities => _qualities;

    /// <summary>b of the lower tail, per unit of score; above 0.</summary>
    public double LowerSlope { get; }

    /// <summary>c of the upper tail, per unit of score; above 0.</summary>
    public double UpperSlope { get; }

    /// <summary>Makes the map from scores of real images that the model was not fitted on.</summary>
    /// <param name="heldOutScores">One or more finite scores, in any order.</param>
    /// <exception cref="GiqaException">There are none, or one is not finite.</exception>
    public static Calibration Fit(ReadOnlySpan<double> heldOutScores) => Fit(heldOutScores, MidRanks);

    /// <summary>
    /// The same, but at the k-th worst of n held-out scores the quality is k / (n + 1): just so often is an unseen image of their kind worse, however
    /// few they are. The mid-rank is what they themselves have, which is for unseen images too low where n is small: 3 to 4 % of them lie below the
    /// .02 of 20 to 40. For qualities that raise an alarm.
    /// </summary>
    /// <inheritdoc cref="Fit(ReadOnlySpan{double})"/>
    public static Calibration FitUnseen(ReadOnlySpan<double> heldOutScores) => Fit(heldOutScores, RanksOfUnseen);

    private static Calibration Fit(ReadOnlySpan<double> heldOutScores, Func<double[], List<(double Score, double Quality)>> ranks)
    {
        if (heldOutScores.IsEmpty)
        {
            throw new GiqaException("0 held-out scores: at least 1 is needed for a calibration; give more real images or hold out a larger share");
        }

        var sorted = heldOutScores.ToArray();
        Array.Sort(sorted);
        if (!double.IsFinite(sorted[0]) || !double.IsFinite(sorted[^1]))
        {
            throw new GiqaException("a held-out score is not a finite number: look for NaN or huge values among the real features");
        }

        var (scores, qualities) = Thin(ranks(sorted));
        return new Calibration(scores, qualities, sorted.Length, LowerTail(scores, qualities), UpperTail(scores, qualities));
    }

    /// <summary>The quality of a raw score.</summary>
    /// <param name="score">Any number but NaN.</param>
    /// <returns>Above 0 and below 1.</returns>
    /// <exception cref="ArgumentException">The score is NaN.</exception>
    public double Quality(double score)
    {
        if (double.IsNaN(score))
        {
            throw new ArgumentException("the score is NaN", nameof(score));
        }

        if (score < _scores[0])
        {
            var quality = _qualities[0] / (1 + (LowerSlope * (_scores[0] - score)));
            return Math.Max(quality, double.Epsilon);
        }

        if (score > _scores[^1])
        {
            var excess = Math.Min(UpperSlope * (score - _scores[^1]), double.MaxValue);
            return 1 - ((1 - _qualities[^1]) / (1 + Math.Log(1 + excess)));
        }

        var index = Array.BinarySearch(_scores, score);
        if (index >= 0)
        {
            return _qualities[index];
        }

        var right = ~index;
        var share = (score - _scores[right - 1]) / (_scores[right] - _scores[right - 1]);
        return _qualities[right - 1] + (share * (_qualities[right] - _qualities[right - 1]));
    }

    /// <summary>Restores a map that was stored as its points and tails.</summary>
    /// <exception cref="ModelFileException">The numbers do not form a calibration.</exception>
    internal static Calibration Restore(double[] scores, double[] qualities, int heldOutCount, double lowerSlope, double upperSlope)
    {
        var valid = scores.Length > 0 && scores.Length == qualities.Length && heldOutCount > 0
            && IsAscending(scores) && IsAscending(qualities) && qualities[0] > 0 && qualities[^1] < 1
            && lowerSlope > 0 && upperSlope > 0 && double.IsFinite(lowerSlope) && double.IsFinite(upperSlope);
        return valid
            ? new Calibration(scores, qualities, heldOutCount, lowerSlope, upperSlope)
            : throw new ModelFileException("the calibration in the model file is damaged: fit the model again");
    }

    private static bool IsAscending(double[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]) || (i > 0 && values[i] <= values[i - 1]))
            {
                return false;
            }
        }

        return true;
    }

    private static List<(double Score, double Quality)> MidRanks(double[] sorted)
    {
        var points = new List<(double, double)>();
        for (var first = 0; first < sorted.Length;)
        {
            var next = first + 1;
            while (next < sorted.Length && sorted[next] == sorted[first])
            {
                next++;
            }

            points.Add((sorted[first], (first + next) / (2.0 * sorted.Length)));
            first = next;
        }

        return points;
    }

    private static List<(double Score, double Quality)> RanksOfUnseen(double[] sorted) =>
        MidRanks(sorted).ConvertAll(point => (point.Score, ((point.Quality * sorted.Length) + .5) / (sorted.Length + 1)));

    private static (double[] Scores, double[] Qualities) Thin(List<(double Score, double Quality)> points)
    {
        var count = Math.Min(points.Count, MaximumPoints);
        var scores = new double[count];
        var qualities = new double[count];
        for (var i = 0; i < count; i++)
        {
            var source = count == points.Count ? i : (int)((long)i * (points.Count - 1) / (count - 1));
            (scores[i], qualities[i]) = points[source];
        }

        return (scores, qualities);
    }

    private static double LowerTail(double[] scores, double[] qualities)
    {
        var inner = Array.FindIndex(qualities, q => q >= Math.Max(TailShare, 3 * qualities[0]));
        return Slope(scores, inner < 0 ? scores.Length - 1 : inner, 0, i => qualities[i]);
    }

    private static double UpperTail(double[] scores, double[] qualities)
    {
        var inner = Array.FindLastIndex(qualities, q => 1 - q >= Math.Max(TailShare, 3 * (1 - qualities[^1])));
        return Slope(scores, Math.Max(inner, 0), scores.Length - 1, i => 1 - qualities[i]);
    }

    private static double Slope(double[] scores, int inner, int outer, Func<int, double> share)
    {
        var distance = Math.Abs(scores[inner] - scores[outer]);
        var slope = Math.Log(share(inner) / share(outer)) / distance;
        return distance > 0 && double.IsFinite(slope) && slope > 0 ? slope : 1 / Math.Max(Math.Abs(scores[outer]), 1);
    }
}
