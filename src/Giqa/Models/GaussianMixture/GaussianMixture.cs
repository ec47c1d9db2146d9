using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// A mixture of M Gaussians over D dimensions: GMM-GIQA's model of the reals (GIQA eq. 5, GIQA eq. 6), SGM-GIQA for M = 1. The
/// score of a row is its log density, ln sum_k w_k N(x | mean_k, S_k), in nats.
/// </summary>
/// <remarks>
/// Immutable and safe to share between threads. Float64 and log space throughout. A row has the same score to the last
/// bit whatever batch it comes in, in any order, on any number of threads. A row with NaN gets NaN and does not affect others.
/// </remarks>
internal sealed unsafe class GaussianMixture
{
    private const int ChunkRows = 8192;

    private readonly Gaussians _gaussians;

    internal GaussianMixture(Gaussians gaussians, GaussianMixtureTraining? training)
    {
        _gaussians = gaussians;
        Training = training;
    }

    /// <summary>M.</summary>
    public int Components => _gaussians.Components;

    /// <summary>D.</summary>
    public int Dimensions => _gaussians.Dimensions;

    /// <summary>The shape of the Gaussians.</summary>
    public CovarianceKind Covariance => _gaussians.Kind;

    /// <summary>The M weights; they sum to 1.</summary>
    public ReadOnlySpan<double> Weights => _gaussians.Weights;

    /// <summary>The M x D means, row-major.</summary>
    public ReadOnlySpan<double> Means => _gaussians.Means.Values;

    /// <summary>
    /// The whitenings: for full covariances M x D x D upper triangular P_k with S_k^-1 = P_k P_k^T, for tied ones D x D,
    /// for diagonal ones M x D and for spherical ones M numbers 1 / standard deviation (scikit-learn's
    /// <c>precisions_cholesky_</c>).
    /// </summary>
    public ReadOnlySpan<double> PrecisionCholesky => _gaussians.Precisions;

    /// <summary>How the fit went, or null for a mixture that was restored.</summary>
    public GaussianMixtureTraining? Training { get; }

    /// <summary>The number of free numbers: weights, means and covariances.</summary>
    public long ParameterCount => _gaussians.CovarianceParameters + ((long)Components * Dimensions) + Components - 1;

    /// <summary>Restores a fitted mixture.</summary>
    /// <param name="covariance">The shape of the Gaussians.</param>
    /// <param name="weights">M weights above 0 that sum to 1.</param>
    /// <param name="means">M x D, row-major.</param>
    /// <param name="precisionCholesky">As <see cref="PrecisionCholesky"/>.</param>
    /// <exception cref="ArgumentException">The lengths do not match, or a weight is not a positive number.</exception>
    public static GaussianMixture Restore(
        CovarianceKind covariance, ReadOnlySpan<double> weights, ReadOnlySpan<double> means, ReadOnlySpan<double> precisionCholesky)
    {
        var dimensions = FlatMatrix.Columns(means.Length, weights.Length);
        var gaussians = ExpectationMaximization.Create(covariance, weights.Length, dimensions);
        ArgumentOutOfRangeException.ThrowIfNotEqual(precisionCholesky.Length, gaussians.Precisions.Length, nameof(precisionCholesky));
        foreach (var weight in weights)
        {
            if (!(weight > 0 && weight <= 1 + 1e-9))
            {
                throw new ArgumentException($"a weight is {weight}; weights must be above 0 and sum to 1", nameof(weights));
            }
        }

        gaussians.Restore(weights, means, precisionCholesky);
        return new GaussianMixture(gaussians, null);
    }

    /// <summary>Fits a mixture by EM, started from k-means clusters.</summary>
    /// <param name="rows">N x D, row-major, all finite.</param>
    /// <param name="count">N, at least M.</param>
    /// <param name="options">How.</param>
    /// <param name="initialLabels">A component 0 .. M-1 for every row to start from instead, or null.</param>
    /// <param name="progress">Reported for every EM iteration.</param>
    /// <param name="cancellationToken">Checked per block of rows.</param>
    /// <exception cref="GiqaException">Too few rows, or NaN or infinity in them.</exception>
    public static GaussianMixture Fit(
        ReadOnlySpan<double> rows,
        int count,
        GaussianMixtureOptions options,
        IReadOnlyList<int>? initialLabels = null,
        IProgress<GaussianMixtureProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var columns = FlatMatrix.Columns(rows.Length, count);
        if (count < Math.Max(2, options.Components))
        {
            throw new GiqaException($"a mixture of {Counted.Of(options.Components, "Gaussian")} was requested for {Counted.Of(count, "row")}; at least {Math.Max(2, options.Components)} are needed: give more images or request fewer components");
        }

        var labels = initialLabels?.ToArray();
        if (labels is not null && (labels.Length != count || labels.Any(label => label < 0 || label >= options.Components)))
        {
            throw new ArgumentException($"the initial labels must be {count} numbers from 0 to {options.Components - 1}", nameof(initialLabels));
        }

        fixed (double* data = rows)
        {
            var context = new WorkContext(options.Threads, cancellationToken);
            return ExpectationMaximization.Run(new MatrixView(data, count, columns), options, labels, progress, context);
        }
    }

    /// <summary>The covariances, in the shape of <see cref="PrecisionCholesky"/>; computed from it.</summary>
    public double[] Covariances() => _gaussians.Covariances();

    /// <summary>The log density of every row, in nats (GIQA eq. 6).</summary>
    /// <param name="rows">N x D, row-major.</param>
    /// <param name="count">N.</param>
    /// <param name="logDensities">Receives N values.</param>
    /// <param name="threads">0 means one per core; the result does not depend on it.</param>
    /// <param name="cancellationToken">Checked per block of rows.</param>
    public void Score(
        ReadOnlySpan<double> rows, int count, Span<double> logDensities, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(logDensities.Length, count, nameof(logDensities));
        fixed (double* destination = logDensities)
        {
            var totals = destination;
            ForEachChunk(rows, count, new WorkContext(threads, cancellationToken), (first, values, length, context) =>
                context.Run(ParallelBlocks.Count(length, FixedProducts.BlockRows), block =>
                {
                    var end = Math.Min(length, (block + 1) * FixedProducts.BlockRows);
                    for (var row = block * FixedProducts.BlockRows; row < end; row++)
                    {
                        totals[first + row] = Responsibilities.LogSumExp(
                            new ReadOnlySpan<double>(values + ((long)row * Components), Components));
                    }
                }));
        }
    }

    /// <summary>How likely every component is to have made every row, N x M, rows summing to 1.</summary>
    /// <param name="rows">N x D, row-major.</param>
    /// <param name="count">N.</param>
    /// <param name="threads">0 means one per core; the result does not depend on it.</param>
    /// <param name="cancellationToken">Checked per block of rows.</param>
    public double[] ComputeResponsibilities(
        ReadOnlySpan<double> rows, int count, int threads = 0, CancellationToken cancellationToken = default)
    {
        var result = new double[(long)count * Components];
        ForEachChunk(rows, count, new WorkContext(threads, cancellationToken), (first, values, length, _) =>
        {
            for (var row = 0; row < length; row++)
            {
                var source = new ReadOnlySpan<double>(values + ((long)row * Components), Components);
                var total = Responsibilities.LogSumExp(source);
                var destination = result.AsSpan((first + row) * Components, Components);
                for (var component = 0; component < Components; component++)
                {
                    destination[component] = Math.Exp(source[component] - total);
                }
            }
        });
        return result;
    }

    /// <summary>The mean log density of rows, in nats; for held-out rows it shows how well the mixture generalises.</summary>
    /// <param name="rows">N x D, row-major, N at least 1.</param>
    /// <param name="count">N.</param>
    /// <param name="threads">0 means one per core; the result does not depend on it.</param>
    /// <param name="cancellationToken">Checked per block of rows.</param>
    public double MeanLogDensity(ReadOnlySpan<double> rows, int count, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var scores = new double[count];
        Score(rows, count, scores, threads, cancellationToken);
        return scores.Sum() / count;
    }

    /// <summary>Akaike's criterion, 2 p - 2 ln L; smaller is better.</summary>
    /// <param name="rows">The training rows, N x D, row-major.</param>
    /// <param name="count">N.</param>
    public double Aic(ReadOnlySpan<double> rows, int count) => (2.0 * ParameterCount) - (2.0 * count * MeanLogDensity(rows, count));

    /// <summary>The Bayesian criterion, p ln N - 2 ln L; smaller is better.</summary>
    /// <param name="rows">The training rows, N x D, row-major.</param>
    /// <param name="count">N.</param>
    public double Bic(ReadOnlySpan<double> rows, int count) => (ParameterCount * Math.Log(count)) - (2.0 * count * MeanLogDensity(rows, count));

    private void ForEachChunk(ReadOnlySpan<double> rows, int count, WorkContext context, ChunkAction action)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(rows.Length, (long)count * Dimensions, nameof(rows));
        using var table = new AlignedBuffer<double>((long)Math.Min(ChunkRows, count) * Components);
        fixed (double* data = rows)
        {
            for (var first = 0; first < count; first += ChunkRows)
            {
                var length = Math.Min(ChunkRows, count - first);
                var chunk = new MatrixView(data, count, Dimensions).Slice(first, length);
                _gaussians.LogDensities(chunk, table.Pointer, new DensityEvaluation(null, FixedBlocks: true, Prune: true), context);
                action(first, table.Pointer, length, context);
            }
        }
    }

    private delegate void ChunkAction(int first, double* table, int length, WorkContext context);
}

/// <summary>One EM iteration is done.</summary>
/// <param name="Start">Which start this is, from 1.</param>
/// <param name="Starts">How many starts there will be.</param>
/// <param name="Iteration">The iteration within this start, from 1.</param>
/// <param name="MaxIterations">The most iterations of a start.</param>
/// <param name="LowerBound">The mean log likelihood of a training row, in nats.</param>
/// <param name="Change">By how much it rose; infinite in the first iteration.</param>
internal sealed record GaussianMixtureProgress(
    int Start, int Starts, int Iteration, int MaxIterations, double LowerBound, double Change);
