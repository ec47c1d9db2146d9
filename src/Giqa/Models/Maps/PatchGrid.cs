using System.Numerics.Tensors;
using Giqa.Features;

namespace Giqa.Models;

/// <summary>What is done with the cells of a grid and their neighbours.</summary>
internal static class PatchGrid
{
    private static ReadOnlySpan<double> Equal => [1, 1, 1];

    private static ReadOnlySpan<double> Binomial => [1, 2, 1];

    /// <summary>
    /// The vector of a cell as it is judged: the mean over 3 x 3 neighbours (as PatchCore does, Roth 2022) less that of the whole
    /// image. The image's mean is what its score judges; what is left says how the place differs from the rest of its image.
    /// </summary>
    internal static void Describe(FeatureMatrix cells, ReadOnlySpan<float> mean, int cell, Span<float> vector)
    {
        vector.Clear();
        var (row, column) = Math.DivRem(cell, PatchExtractor.Grid);
        var count = 0;
        for (var y = Math.Max(0, row - 1); y <= Math.Min(PatchExtractor.Grid - 1, row + 1); y++)
        {
            for (var x = Math.Max(0, column - 1); x <= Math.Min(PatchExtractor.Grid - 1, column + 1); x++)
            {
                TensorPrimitives.Add(vector, cells.Row((y * PatchExtractor.Grid) + x), vector);
                count++;
            }
        }

        TensorPrimitives.Divide(vector, count, vector);
        TensorPrimitives.Subtract(vector, mean, vector);
    }

    /// <summary>The mean of all cells.</summary>
    internal static float[] Mean(FeatureMatrix cells)
    {
        var mean = new float[cells.Columns];
        for (var cell = 0; cell < cells.Rows; cell++)
        {
            TensorPrimitives.Add(mean, cells.Row(cell), mean);
        }

        TensorPrimitives.Divide(mean, cells.Rows, mean);
        return mean;
    }

    /// <summary>Means over 3 x 3 neighbours, as <see cref="Describe"/> takes them.</summary>
    internal static double[] Average(double[] values) => Filter(values, Equal);

    /// <summary>Weighted means over 3 x 3 neighbours: a fault is seldom as small as a cell.</summary>
    internal static double[] Smooth(double[] values) => Filter(values, Binomial);

    private static double[] Filter(double[] values, ReadOnlySpan<double> weights)
    {
        const int grid = PatchExtractor.Grid;
        var filtered = new double[values.Length];
        for (var cell = 0; cell < values.Length; cell++)
        {
            var (row, column) = Math.DivRem(cell, grid);
            var (sum, total) = (0.0, 0.0);
            for (var y = Math.Max(0, row - 1); y <= Math.Min(grid - 1, row + 1); y++)
            {
                for (var x = Math.Max(0, column - 1); x <= Math.Min(grid - 1, column + 1); x++)
                {
                    var weight = weights[y - row + 1] * weights[x - column + 1];
                    sum += weight * values[(y * grid) + x];
                    total += weight;
                }
            }

            filtered[cell] = sum / total;
        }

        return filtered;
    }
}
