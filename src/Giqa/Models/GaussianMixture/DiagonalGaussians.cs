using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>Gaussians without correlations. Squared distances are computed from differences, so nothing cancels.</summary>
internal sealed unsafe class DiagonalGaussians : Gaussians
{
    private const int BlockRows = 64;

    private readonly PinnedArray _precisions;
    private CentredSums? _sums;
    private bool[]? _measured;

    internal DiagonalGaussians(int components, int dimensions)
        : base(components, dimensions) => _precisions = new PinnedArray((long)components * dimensions);

    internal override CovarianceKind Kind => CovarianceKind.Diagonal;

    internal override double[] Precisions => _precisions.Values;

    internal override long CovarianceParameters => (long)Components * Dimensions;

    internal override double[] Covariances() => Array.ConvertAll(Precisions, precision => 1 / (precision * precision));

    internal override void LogDensities(MatrixView rows, double* table, DensityEvaluation evaluation, WorkContext context)
    {
        var peaks = Enumerable.Range(0, Components).Select(component => LogPeak(component, LogDeterminant(component))).ToArray();
        context.Run(ParallelBlocks.Count(rows.Rows, BlockRows), block =>
        {
            var end = Math.Min(rows.Rows, (block + 1) * BlockRows);
            for (var row = block * BlockRows; row < end; row++)
            {
                for (var component = 0; component < Components; component++)
                {
                    var scale = _precisions.Pointer + ((long)component * Dimensions);
                    var squared = VectorKernels.ScaledSquaredDistance(rows.Row(row), Mean(component), scale, Dimensions);
                    table[((long)row * Components) + component] = peaks[component] - (0.5 * squared);
                }
            }
        });
    }

    internal override void Complete() => (_sums, _measured) = (null, null);

    /// <summary>From the second M-step on, the last means are near enough to the new ones to measure both moments about them.</summary>
    protected override void UpdateMeans(MatrixView rows, Responsibilities responsibilities, WorkContext context)
    {
        if (_sums is null)
        {
            base.UpdateMeans(rows, responsibilities, context);
            _sums = new CentredSums(Components, Dimensions, isSpherical: false);
            return;
        }

        _measured = _sums.Follow(rows, responsibilities, Means, ComponentRows, _precisions.Pointer, context);
    }

    protected override double UpdateCovariances(
        MatrixView rows, Responsibilities responsibilities, double ridge, double pooledRows, WorkContext context)
    {
        int[] open = [.. Enumerable.Range(0, Components).Where(component => _measured?[component] != true)];
        context.Run(open.Length, task =>
        {
            var component = open[task];
            var variances = _precisions.Pointer + ((long)component * Dimensions);
            DiagonalVariances.Compute(rows, responsibilities, component, Mean(component), ComponentRows[component], variances);
        });
        DiagonalVariances.Pool(_precisions.Values, Weights, ComponentRows, pooledRows);
        foreach (ref var value in _precisions.Values.AsSpan())
        {
            value = 1 / Math.Sqrt(DiagonalVariances.Positive(value + ridge));
        }

        return ridge;
    }

    private double LogDeterminant(int component)
    {
        double sum = 0;
        foreach (var precision in Precisions.AsSpan(component * Dimensions, Dimensions))
        {
            sum += Math.Log(precision);
        }

        return sum;
    }
}
