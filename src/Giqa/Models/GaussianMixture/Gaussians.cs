using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>M weighted Gaussians of one covariance kind: what EM changes and what scoring reads.</summary>
internal abstract unsafe class Gaussians
{
    private const int MeanColumns = 64;
    private const int MeanRows = 512;

    /// <summary>Added to every N_k as in scikit-learn: it keeps an empty component from dividing by zero.</summary>
    internal static readonly double LeastCount = 10 * (Math.BitIncrement(1.0) - 1);

    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    protected Gaussians(int components, int dimensions)
    {
        Components = components;
        Dimensions = dimensions;
        Weights = new double[components];
        ComponentRows = new double[components];
        Means = new PinnedArray((long)components * dimensions);
    }

    internal abstract CovarianceKind Kind { get; }

    internal int Components { get; }

    internal int Dimensions { get; }

    internal double[] Weights { get; }

    /// <summary>N_k of the last M-step.</summary>
    internal double[] ComponentRows { get; }

    /// <summary>M x D.</summary>
    internal PinnedArray Means { get; }

    /// <summary>The whitening of every component, in scikit-learn's shapes: M x D x D, M x D, D x D or M.</summary>
    internal abstract double[] Precisions { get; }

    /// <summary>The number of free numbers in the covariances.</summary>
    internal abstract long CovarianceParameters { get; }

    /// <summary>The covariances, in the shape of <see cref="Precisions"/>.</summary>
    internal abstract double[] Covariances();

    /// <summary>
    /// Writes ln w_k + ln N(x | k) to a table of N x M, or negative infinity if that is certain to add nothing.
    /// </summary>
    /// <param name="rows">N x D.</param>
    /// <param name="table">N x M.</param>
    /// <param name="evaluation">How to compute them.</param>
    /// <param name="context">Threads and cancellation.</param>
    internal abstract void LogDensities(MatrixView rows, double* table, DensityEvaluation evaluation, WorkContext context);

    /// <summary>The M-step: weights, means, covariances. Returns the most that was added to a component's variances.</summary>
    internal double Maximize(MatrixView rows, Responsibilities responsibilities, double ridge, double pooledRows, WorkContext context)
    {
        UpdateMeans(rows, responsibilities, context);
        var total = ComponentRows.Sum();
        for (var component = 0; component < Components; component++)
        {
            Weights[component] = ComponentRows[component] / total;
        }

        return UpdateCovariances(rows, responsibilities, ridge, pooledRows, context);
    }

    /// <summary>Sets weights, means and whitenings from outside.</summary>
    internal void Restore(ReadOnlySpan<double> weights, ReadOnlySpan<double> means, ReadOnlySpan<double> precisions)
    {
        weights.CopyTo(Weights);
        means.CopyTo(Means.Values);
        precisions.CopyTo(Precisions);
        Complete();
    }

    /// <summary>After EM, or with numbers from outside: derives what scoring needs and releases what EM needed.</summary>
    internal virtual void Complete()
    {
    }

    /// <summary>The means and <see cref="ComponentRows"/>.</summary>
    protected virtual void UpdateMeans(MatrixView rows, Responsibilities responsibilities, WorkContext context) =>
        context.Run(ParallelBlocks.Count(Dimensions, MeanColumns), panel => UpdateMeans(rows, responsibilities, panel * MeanColumns));

    protected abstract double UpdateCovariances(
        MatrixView rows, Responsibilities responsibilities, double ridge, double pooledRows, WorkContext context);

    /// <summary>ln w_k - D/2 ln 2 pi + ln |P_k|: the log density at the mean.</summary>
    protected double LogPeak(int component, double logDeterminant) =>
        Math.Log(Weights[component]) - (0.5 * Dimensions * LogTwoPi) + logDeterminant;

    protected double* Mean(int component) => Means.Pointer + ((long)component * Dimensions);

    /// <summary>Some columns of all means, block of rows by block, so that a block is read once for all components.</summary>
    private void UpdateMeans(MatrixView rows, Responsibilities responsibilities, int firstColumn)
    {
        var width = Math.Min(MeanColumns, Dimensions - firstColumn);
        var (counts, next) = (new double[Components], new int[Components]);

        Array.Fill(counts, LeastCount);
        for (var component = 0; component < Components; component++)
        {
            new Span<double>(Mean(component) + firstColumn, width).Clear();
        }

        for (var end = MeanRows; end - MeanRows < rows.Rows; end += MeanRows)
        {
            for (var component = 0; component < Components; component++)
            {
                var members = responsibilities.Rows(component);
                var weights = responsibilities.Weights(component);
                ref var i = ref next[component];
                for (; i < members.Length && members[i] < end; i++)
                {
                    counts[component] += weights[i];
                    VectorKernels.AddScaled(weights[i], rows.Row(members[i]) + firstColumn, Mean(component) + firstColumn, width);
                }
            }
        }

        for (var component = 0; component < Components; component++)
        {
            var mean = Mean(component) + firstColumn;
            for (var i = 0; i < width; i++)
            {
                mean[i] /= counts[component];
            }

            ComponentRows[component] = counts[component];
        }
    }
}

/// <summary>How to compute log densities.</summary>
/// <param name="Owners">For every row the component to try first, or null if unknown.</param>
/// <param name="FixedBlocks">
/// Whether products keep one shape, so that a row gets the same bits in every batch (scoring), or fit the rows (EM).
/// </param>
/// <param name="Prune">Whether components may be skipped for rows where they add nothing.</param>
internal readonly record struct DensityEvaluation(int[]? Owners, bool FixedBlocks, bool Prune);
