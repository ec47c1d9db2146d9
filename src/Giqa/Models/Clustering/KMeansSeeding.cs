using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// k-means++: the next centre is drawn with probability proportional to the squared distance to the nearest centre so
/// far; the best of several such draws, by the sum of distances, is kept.
/// </summary>
internal static unsafe class KMeansSeeding
{
    private const int BlockRows = 512;

    internal static PinnedArray Choose(MatrixView rows, int clusters, SeededRandom random, WorkContext context)
    {
        var centers = new PinnedArray((long)clusters * rows.Columns);
        var trials = 2 + (int)Math.Log(clusters);
        var nearest = new double[rows.Rows];
        Array.Fill(nearest, double.PositiveInfinity);
        var first = random.NextInt(rows.Rows);
        var sum = Approach(rows, first, nearest, nearest, context);
        Copy(rows, first, centers, 0);
        var best = new double[rows.Rows];
        var trial = new double[rows.Rows];
        for (var cluster = 1; cluster < clusters; cluster++)
        {
            var bestSum = double.PositiveInfinity;
            var bestRow = 0;
            for (var attempt = 0; attempt < trials; attempt++)
            {
                var row = Draw(nearest, sum, random);
                var trialSum = Approach(rows, row, nearest, trial, context);
                if (trialSum < bestSum)
                {
                    (bestSum, bestRow) = (trialSum, row);
                    (best, trial) = (trial, best);
                }
            }

            (nearest, best, sum) = (best, nearest, bestSum);
            Copy(rows, bestRow, centers, cluster);
        }

        return centers;
    }

    private static void Copy(MatrixView rows, int row, PinnedArray centers, int cluster) =>
        new ReadOnlySpan<double>(rows.Row(row), rows.Columns).CopyTo(centers.Values.AsSpan(cluster * rows.Columns));

    private static int Draw(double[] weights, double sum, SeededRandom random)
    {
        var target = random.NextDouble() * sum;
        for (var i = 0; i < weights.Length; i++)
        {
            target -= weights[i];
            if (target < 0)
            {
                return i;
            }
        }

        return random.NextInt(weights.Length);
    }

    /// <summary>after = min(before, squared distance to the row); gives the sum of after.</summary>
    private static double Approach(MatrixView rows, int center, double[] before, double[] after, WorkContext context)
    {
        context.Run(ParallelBlocks.Count(rows.Rows, BlockRows), block =>
        {
            var end = Math.Min(rows.Rows, (block + 1) * BlockRows);
            for (var row = block * BlockRows; row < end; row++)
            {
                after[row] = Math.Min(before[row], VectorKernels.SquaredDistance(rows.Row(row), rows.Row(center), rows.Columns));
            }
        });
        return after.Sum();
    }
}
