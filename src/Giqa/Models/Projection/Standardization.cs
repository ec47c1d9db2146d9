using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>Scales every feature to mean 0 and standard deviation 1 over the fitted rows (z-score).</summary>
/// <remarks>
/// Immutable and safe to share between threads. The standard deviation divides by N, as scikit-learn's StandardScaler
/// does; a feature that is constant up to rounding over the fitted rows keeps its scale (1).
/// </remarks>
internal sealed class Standardization
{
    private readonly double[] _mean;
    private readonly double[] _scale;

    /// <summary>Restores a fitted standardisation.</summary>
    /// <param name="mean">D means.</param>
    /// <param name="scale">D standard deviations, all above 0.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a scale is not a positive number.</exception>
    public Standardization(IReadOnlyList<double> mean, IReadOnlyList<double> scale)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scale.Count, mean.Count, nameof(scale));
        if (scale.Any(value => !(value > 0 && double.IsFinite(value))))
        {
            throw new ArgumentException("every scale must be a positive number", nameof(scale));
        }

        _mean = [.. mean];
        _scale = [.. scale];
    }

    /// <summary>D, the number of features.</summary>
    public int Dimensions => _mean.Length;

    /// <summary>The D means.</summary>
    public IReadOnlyList<double> Mean => _mean;

    /// <summary>The D standard deviations.</summary>
    public IReadOnlyList<double> Scale => _scale;

    /// <summary>Learns means and standard deviations, in float64.</summary>
    /// <param name="features">N x D, N at least 1, all finite.</param>
    /// <exception cref="GiqaException">There are no rows, or a value is NaN or infinite.</exception>
    public static Standardization Fit(FeatureMatrix features)
    {
        if (features.Rows == 0)
        {
            throw new GiqaException("there are no feature rows to standardise; at least 1 is needed: check that the images could be read");
        }

        var mean = new double[features.Columns];
        for (var row = 0; row < features.Rows; row++)
        {
            var values = features.Row(row);
            for (var i = 0; i < mean.Length; i++)
            {
                mean[i] += values[i];
            }
        }

        for (var i = 0; i < mean.Length; i++)
        {
            mean[i] /= features.Rows;
        }

        return new Standardization(mean, Scales(features, mean));
    }

    /// <summary>(x - mean) / scale, computed in float64 and rounded to float32 once.</summary>
    /// <param name="features">N x D.</param>
    /// <returns>A new N x D matrix; NaN stays NaN.</returns>
    public FeatureMatrix Transform(FeatureMatrix features)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(features.Columns, Dimensions, nameof(features));
        var values = (float[])features.Values.Clone();
        for (var row = 0; row < features.Rows; row++)
        {
            Apply(values.AsSpan(row * Dimensions, Dimensions));
        }

        return new FeatureMatrix(features.Rows, features.Columns, values);
    }

    /// <summary>The same for one row, in place.</summary>
    internal unsafe void Apply(Span<float> row)
    {
        fixed (float* values = row)
        fixed (double* mean = _mean, scale = _scale)
        {
            VectorKernels.Standardize(values, mean, scale, row.Length);
        }
    }

    private static double[] Scales(FeatureMatrix features, double[] mean)
    {
        var squares = new double[mean.Length];
        for (var row = 0; row < features.Rows; row++)
        {
            var values = features.Row(row);
            for (var i = 0; i < squares.Length; i++)
            {
                var difference = values[i] - mean[i];
                squares[i] += difference * difference;
            }
        }

        for (var i = 0; i < squares.Length; i++)
        {
            var variance = squares[i] / features.Rows;
            if (!double.IsFinite(variance))
            {
                throw new GiqaException($"feature {i} holds NaN or infinity in a row to be fitted; only finite features are allowed: extract the features again");
            }

            squares[i] = IsConstant(variance, mean[i], features.Rows) ? 1 : Math.Sqrt(variance);
        }

        return squares;
    }

    /// <summary>Whether a variance is no more than what rounding makes of a constant column (scikit-learn's bound).</summary>
    private static bool IsConstant(double variance, double mean, int rows)
    {
        var epsilon = Math.BitIncrement(1.0) - 1.0;
        var bound = rows * mean * epsilon;
        return variance <= (rows * epsilon * variance) + (bound * bound);
    }
}
