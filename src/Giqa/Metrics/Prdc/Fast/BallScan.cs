using System.Numerics;
using System.Runtime.Intrinsics;

namespace Giqa.Metrics;

/// <summary>Finds, in one row of products, the few columns whose distance may be within either end's ball.</summary>
internal static class BallScan
{
    /// <summary>
    /// Adds every column j with (1 - slack)(|x|^2 + |y_j|^2) - 2 x.y_j &lt;= max(reach, reaches_j). Sixteen lanes, the
    /// remainder in scalars by the same operations.
    /// </summary>
    internal static void Find(
        ReadOnlySpan<float> products, ReadOnlySpan<float> norms, float norm, float slack, ReadOnlySpan<float> reaches, float reach, List<int> hits)
    {
        var lanes = Vector512<float>.Count;
        var norms512 = Vector512.Create(norm);
        var reach512 = Vector512.Create(reach);
        var shrink = Vector512.Create(1f - slack);
        var i = 0;
        for (; i <= products.Length - lanes; i += lanes)
        {
            var bound = ((norms512 + Vector512.Create(norms[i..])) * shrink) - (Vector512.Create(products[i..]) * 2f);
            var within = Vector512.LessThanOrEqual(bound, Vector512.Max(reach512, Vector512.Create(reaches[i..]))).ExtractMostSignificantBits();
            for (; within != 0; within &= within - 1)
            {
                hits.Add(i + BitOperations.TrailingZeroCount(within));
            }
        }

        for (; i < products.Length; i++)
        {
            if (((norm + norms[i]) * (1f - slack)) - (products[i] * 2f) <= Math.Max(reach, reaches[i]))
            {
                hits.Add(i);
            }
        }
    }
}
