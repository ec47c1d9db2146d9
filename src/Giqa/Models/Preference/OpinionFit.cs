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
    private const int FirstTried = 15;

    /// <summary>Fits the utility.</summary>
    /// <param name="rows">The images' features, n x k, row-major, of about unit length each.</param>
    /// <param name="dimensions">k.</param>
    /// <param name="opinions">n of them, 3 or more, finite.</param>
    /// <param name="hasSpread">Whether to say how sure it is.</param>
    /// <param name="cancellationToken">Checked per ratio.</param>
    internal static PreferencePosterior Fit(double[] rows, int dimensions, double[] opinions, bool hasSpread = true, CancellationToken cancellationToken = default)
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
        using var scatter = new AlignedBuffer<double>((long)dimensions * dimensions);
        fixed (double* all = centred)
        {
            LinearAlgebra.Current.SymmetricRankDouble(Transposed.Yes, dimensions, count, 1, all, dimensions, 0, scatter.Pointer, dimensions);
        }

        var candidates = EvidenceSearch.Run(Ratios, FirstTried, (i, _) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Fit(scatter, dimensions, count, products, total, FirstRatio * Math.Pow(10, i / 4.0));
        });
        var mixture = new PosteriorMixture(candidates);
        var (best, weights) = (mixture.Best, mixture.Weights);
        return new PreferencePosterior
        {
            Weights = weights,
            Spread = hasSpread ? mixture.Spread() : [],
            Intercept = mean - StableSums.Dot(weights, centre),
            Centre = centre,
            InterceptDeviation = best.Noise / Math.Sqrt(count),
            Noise = best.Noise,
            PriorDeviation = best.PriorDeviation,
            LogEvidence = best.LogEvidence,
        };
    }

    private static PreferencePosterior Fit(AlignedBuffer<double> scatter, int dimensions, int count, double[] products, double total, double ratio)
    {
        var factor = Factor(scatter, dimensions, ratio);
        var (whitened, logDeterminant) = ((double[])products.Clone(), 0.0);
        double[] weights;
        fixed (double* right = whitened)
        {
            for (var i = 0; i < dimensions; i++)
            {
                logDeterminant -= Math.Log(factor.Pointer[((long)i * dimensions) + i]);
            }

            LinearAlgebra.Current.TriangularSolve(Transposed.No, 1, dimensions, factor.Pointer, dimensions, right, dimensions);
            weights = (double[])whitened.Clone();
            fixed (double* solution = weights)
            {
                LinearAlgebra.Current.TriangularSolve(Transposed.Yes, 1, dimensions, factor.Pointer, dimensions, solution, dimensions);
            }
        }

        factor.Dispose();
        var freedom = count - 1;
        var variance = Math.Max(total - StableSums.Dot(whitened, whitened), 1e-12 * total) / freedom;
        var noise = Math.Sqrt(variance);
        return new PreferencePosterior
        {
            Weights = weights,
            AddCovariance = (share, covariance) => AddInverse(scatter, dimensions, ratio, share * variance, covariance),
            Noise = noise,
            PriorDeviation = noise / Math.Sqrt(ratio),
            LogEvidence = (-.5 * freedom * (Math.Log(2 * Math.PI * variance) + 1)) + logDeterminant + (.5 * dimensions * Math.Log(ratio)),
        };
    }

    /// <summary>X^T X + ratio = R^T R.</summary>
    private static AlignedBuffer<double> Factor(AlignedBuffer<double> scatter, int dimensions, double ratio)
    {
        var factor = Ridged(scatter, dimensions, ratio);
        if (!LinearAlgebra.Current.Cholesky(dimensions, factor.Pointer))
        {
            factor.Dispose();
            throw new GiqaException($"{dimensions} dimensions of the images' features leave no opinions to be learned: check the features for extreme values");
        }

        return factor;
    }

    private static void AddInverse(AlignedBuffer<double> scatter, int dimensions, double ratio, double factor, AlignedBuffer<double> sum)
    {
        using var whitening = Ridged(scatter, dimensions, ratio);
        _ = CholeskyFactor.Whiten(whitening.Pointer, dimensions, 0, out _);
        LinearAlgebra.Current.SymmetricRankDouble(Transposed.No, dimensions, dimensions, factor, whitening.Pointer, dimensions, 1, sum.Pointer, dimensions);
    }

    private static AlignedBuffer<double> Ridged(AlignedBuffer<double> scatter, int dimensions, double ratio)
    {
        var ridged = new AlignedBuffer<double>((long)dimensions * dimensions);
        new ReadOnlySpan<double>(scatter.Pointer, dimensions * dimensions).CopyTo(new Span<double>(ridged.Pointer, dimensions * dimensions));
        for (var i = 0; i < dimensions; i++)
        {
            ridged.Pointer[((long)i * dimensions) + i] += ratio;
        }

        return ridged;
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
