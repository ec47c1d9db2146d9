using System.Globalization;

namespace Giqa.Benchmarks.Degradations;

/// <summary>
/// Counts the pairs of versions of one image in which the less degraded one scores higher: untouched against every strength
/// and every strength against every greater one. A tie counts half.
/// </summary>
internal sealed class PairCounts
{
    private readonly double[] _right = new double[DegradedSource.Kinds.Length];
    private readonly int[] _pairs = new int[DegradedSource.Kinds.Length];
    private double _rightAgainstUntouched;
    private int _pairsAgainstUntouched;

    internal static string Header =>
        $"{string.Join(" | ", DegradedSource.Kinds)} | all pairs | untouched against degraded";

    internal static string Rule => string.Join(" | ", Enumerable.Repeat("---:", DegradedSource.Kinds.Length + 2));

    /// <summary>Counts one image's versions, in the order of <see cref="DegradedSource"/>.</summary>
    internal void Add(ReadOnlySpan<double> scores)
    {
        var strengths = DegradedSource.Strengths.Length;
        for (var kind = 0; kind < DegradedSource.Kinds.Length; kind++)
        {
            double[] rising = [scores[0], .. scores.Slice(1 + (kind * strengths), strengths)];
            for (var less = 0; less < rising.Length; less++)
            {
                for (var more = less + 1; more < rising.Length; more++)
                {
                    var right = rising[less] > rising[more] ? 1 : rising[less] == rising[more] ? .5 : 0;
                    _right[kind] += right;
                    _pairs[kind]++;
                    _rightAgainstUntouched += less == 0 ? right : 0;
                    _pairsAgainstUntouched += less == 0 ? 1 : 0;
                }
            }
        }
    }

    public override string ToString()
    {
        var shares = _right.Zip(_pairs, (right, pairs) => right / pairs)
            .Append(_right.Sum() / _pairs.Sum())
            .Append(_rightAgainstUntouched / _pairsAgainstUntouched);
        return string.Join(" | ", shares.Select(share => (100 * share).ToString("F1", CultureInfo.InvariantCulture)));
    }
}
