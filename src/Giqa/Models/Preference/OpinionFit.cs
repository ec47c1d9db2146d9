using System.Numerics.Tensors;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// Fits a linear utility to opinions of single images: y = b + w . x + noise, with a normal prior on w. The noise is its closed
/// form; over the ratios of noise to prior the posterior is averaged by their evidence (MacKay, Neural Computation 4, 1992),
/// since the best one alone is too sure of itself when opinions are few.
/// </summary>
internal static unsafe class OpinionFit
{
    private const double FirstRatio = 1e-4;
    private const int Ratios = 25;

    /// <summary>Fits the utility.</summary>
    /// <param name="rows">The images' features, n x k, row-major, of about unit length each.</param>
    /// <param name="dimensions">k.</param>
    /// <param name="opinions">n of them, 3 or more, finite.</param>
    /// <param name="cancellationToken">Checked per ratio.</param>
    internal static PreferencePosterior Fit(double[] rows, int dimensions, double[] opinions, CancellationToken cancellationToken = default)
    {
        var count = opinions.Length;
        var (centre, centred) = Centre(rows, dimensions, count);
        var mean = opinions.Average();
        var targets = Array.ConvertAll(opinions, opinion => opinion - mean);
        var products = new double[dimensions];
        for (var i = 0; i < count; i++)
        {
            TensorPrimitives.MultiplyAdd(centred.AsSpan(i * dimensions, dimensions), targets[i], products, products);
        }

        // Opinions that are all the same leave nothing to explain.
        var total = Math.Max(StableSums.Dot(targets, targets), 1e-12);
        var candidates = new PreferencePosterior[Ratios];
        for (var i = 0; i < Ratios; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            candidates[i] = Fit(centred, dimensions, count, products, total, FirstRatio * Math.Pow(10, i / 4.0));
        }

        var mixture = new PosteriorMixture(candidates);
        var (best, weights) = (mixture.Best, mixture.Weights);
        return new PreferencePosterior
        {
            Weights = weights,
            Spread = mixture.Spread(),
            Intercept = mean - StableSums.Dot(weights, centre),
            Centre = centre,
            InterceptDeviation = best.Noise / Math.Sqrt(count),
            Noise = best.Noise,
            PriorDeviation = best.PriorDeviation,
            LogEvidence = best.LogEvidence,
        };
    }

    private static PreferencePosterior Fit(double[] centred, int dimensions, int count, double[] products, double total, double ratio)
    {
        using var factor = new AlignedBuffer<double>((long)dimensions * dimensions);
        fixed (double* rows = centred)
        {
            LinearAlgebra.Current.SymmetricRankDouble(
                Transposed.Yes, dimensions, count, 1, rows, dimensions, 0, factor.Pointer, dimensions);
        }

        for (var i = 0; i < dimensions; i++)
        {
            factor.Pointer[((long)i * dimensions) + i] += ratio;
        }

        _ = CholeskyFactor.Whiten(factor.Pointer, dimensions, 0, out var logDeterminant);
        var spread = new ReadOnlySpan<double>(factor.Pointer, dimensions * dimensions).ToArray();
        var unscaled = new PreferencePosterior { Weights = new double[dimensions], Spread = spread, PriorDeviation = 1, LogEvidence = 0 };
        var whitened = new double[dimensions];
        unscaled.Whiten(products, whitened);
        var weights = new double[dimensions];
        for (var i = 0; i < dimensions; i++)
        {
            weights[i] = StableSums.Dot(spread.AsSpan((i * dimensions) + i, dimensions - i), whitened.AsSpan(i));
        }

        var freedom = count - 1;
        var variance = Math.Max(total - StableSums.Dot(whitened, whitened), 1e-12 * total) / freedom;
        var noise = Math.Sqrt(variance);
        TensorPrimitives.Multiply(spread, noise, spread);
        return new PreferencePosterior
        {
            Weights = weights,
            Spread = spread,
            Noise = noise,
            PriorDeviation = noise / Math.Sqrt(ratio),
            LogEvidence = (-.5 * freedom * (Math.Log(2 * Math.PI * variance) + 1)) + logDeterminant + (.5 * dimensions * Math.Log(ratio)),
        };
    }

    private static (double[] Centre, double[] Centred) Centre(double[] rows, int dimensions, int count)
    {
        var centre = new double[dimensions];
        for (var i = 0; i < count; i++)
        {
            TensorPrimitives.Add(centre, rows.AsSpan(i * dimensions, dimensions), centre);
        }

        TensorPrimitives.Divide(centre, count, centre);
        var centred = new double[count * dimensions];
        for (var i = 0; i < count; i++)
        {
            TensorPrimitives.Subtract(rows.AsSpan(i * dimensions, dimensions), centre, centred.AsSpan(i * dimensions, dimensions));
        }

        return (centre, centred);
    }
}
