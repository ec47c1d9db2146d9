using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>Variances per feature of the rows of a component.</summary>
internal static unsafe class DiagonalVariances
{
    /// <summary>variances = sum r (x - mean)^2 / N_k.</summary>
    internal static void Compute(
        MatrixView rows, Responsibilities responsibilities, int component, double* mean, double count, double* variances)
    {
        var members = responsibilities.Rows(component);
        var weights = responsibilities.Weights(component);
        new Span<double>(variances, rows.Columns).Clear();
        for (var i = 0; i < members.Length; i++)
        {
            VectorKernels.AddScaledSquares(weights[i], rows.Row(members[i]), mean, variances, rows.Columns);
        }

        for (var i = 0; i < rows.Columns; i++)
        {
            variances[i] /= count;
        }
    }

    /// <summary>Shrinks every component's numbers (M x any) to their weighted mean: (N_k v_k + n v) / (N_k + n).</summary>
    internal static void Pool(Span<double> values, double[] weights, double[] counts, double pooledRows)
    {
        if (pooledRows == 0)
        {
            return;
        }

        var width = values.Length / weights.Length;
        for (var i = 0; i < width; i++)
        {
            double pooled = 0;
            for (var component = 0; component < weights.Length; component++)
            {
                pooled += weights[component] * values[(component * width) + i];
            }

            for (var component = 0; component < weights.Length; component++)
            {
                ref var value = ref values[(component * width) + i];
                value = ((counts[component] * value) + (pooledRows * pooled)) / (counts[component] + pooledRows);
            }
        }
    }

    /// <summary>A variance that can be divided by.</summary>
    internal static double Positive(double variance) =>
        double.IsFinite(variance)
            ? Math.Max(variance, 1e-280)
            : throw new GiqaException("a variance is not finite; features must be finite: check the input for NaN or infinity");
}
