using System.Globalization;
using Giqa.Benchmarks.Support;

namespace Giqa.Benchmarks.Degradations;

/// <summary>
/// Counts the pairs of versions of one image in which the less degraded one scores higher: untouched against every strength
/// and every strength against every greater one. A tie counts half.
/// </summary>
internal sealed class PairCounts
{
    // By image, then kind.
    private readonly List<double[]> _right = [];
    private readonly List<double> _rightAgainstUntouched = [];

    internal static string Header =>
        $"{string.Join(" | ", Damage.All.Select(damage => damage.Name))} | all pairs | untouched against degraded";

    internal static string Rule => string.Join(" | ", Enumerable.Repeat("---:", Damage.All.Length + 2));

    private static int Levels => DegradedSource.Strengths.Length + 1;

    private static int PairsOfAKind => Levels * (Levels - 1) / 2;

    /// <summary>Counts one image's versions, in the order of <see cref="DegradedSource"/>.</summary>
    internal void Add(ReadOnlySpan<double> scores)
    {
        var strengths = DegradedSource.Strengths.Length;
        var (right, againstUntouched) = (new double[Damage.All.Length], 0.0);
        for (var kind = 0; kind < right.Length; kind++)
        {
            double[] rising = [scores[0], .. scores.Slice(1 + (kind * strengths), strengths)];
            for (var less = 0; less < rising.Length; less++)
            {
                for (var more = less + 1; more < rising.Length; more++)
                {
                    var point = rising[less] > rising[more] ? 1 : rising[less] == rising[more] ? .5 : 0;
                    right[kind] += point;
                    againstUntouched += less == 0 ? point : 0;
                }
            }
        }

        _right.Add(right);
        _rightAgainstUntouched.Add(againstUntouched);
    }

    /// <summary>Percent of all pairs by which this is ahead of other counts of the same images, with its interval over the images.</summary>
    internal string Ahead(PairCounts other)
    {
        double[] differences = [.. _right.Zip(other._right, (mine, theirs) => Percent(mine) - Percent(theirs))];
        return Bootstrap.Cell(differences.Average(), Bootstrap.Interval(differences.Length, drawn => drawn.Average(image => differences[image])), "+0.0;-0.0");
    }

    public override string ToString()
    {
        double[] all = [.. _right.Select(Percent)];
        var kinds = Enumerable.Range(0, Damage.All.Length).Select(kind => Share(_right.Average(right => right[kind]) / PairsOfAKind));
        var untouched = Share(_rightAgainstUntouched.Average() / (Damage.All.Length * DegradedSource.Strengths.Length));
        return string.Join(" | ", kinds.Append(Bootstrap.Cell(all.Average(), Bootstrap.Interval(all.Length, drawn => drawn.Average(image => all[image])), "F1")).Append(untouched));
    }

    private static double Percent(double[] right) => 100 * right.Sum() / (right.Length * PairsOfAKind);

    private static string Share(double share) => (100 * share).ToString("F1", CultureInfo.InvariantCulture);
}
