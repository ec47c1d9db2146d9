using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>Gaussians with one variance each: the mean of the variances of the features.</summary>
internal sealed unsafe class SphericalGaussians(int components, int dimensions) : Gaussians(components, dimensions)
{
    private const int BlockRows = 64;

    private readonly PinnedArray _precisions = new(components);
    private CentredSums? _sums;
    private bool[]? _measured;

    internal override CovarianceKind Kind => CovarianceKind.Spherical;

    internal override double[] Precisions => _precisions.Values;

    internal override long CovarianceParameters => Components;

    internal override double[] Covariances() => Array.ConvertAll(Precisions, precision => 1 / (precision * precision));

    internal override void LogDensities(MatrixView rows, double* table, DensityEvaluation evaluation, WorkContext context)
    {
        var peaks = Enumerable.Range(0, Components)
            .Select(component => LogPeak(component, Dimensions * Math.Log(Precisions[component]))).ToArray();
        context.Run(ParallelBlocks.Count(rows.Rows, BlockRows), block =>
        {
            var end = Math.Min(rows.Rows, (block + 1) * BlockRows);
            for (var row = block * BlockRows; row < end; row++)
            {
                for (var component = 0; component < Components; component++)
                {
                    var precision = _precisions.Pointer[component];
                    var squared = VectorKernels.SquaredDistance(rows.Row(row), Mean(component), Dimensions);
                    table[((long)row * Components) + component] = peaks[component] - (0.5 * squared * precision * precision);
                }
            }
        });
    }

    internal override void Complete() => (_sums, _measured) = (null, null);

    /// <summary>As with <see cref="DiagonalGaussians"/>.</summary>
    protected override void UpdateMeans(MatrixView rows, Responsibilities responsibilities, WorkContext context)
    {
        if (_sums is null)
        {
            base.UpdateMeans(rows, responsibilities, context);
            _sums = new CentredSums(Components, Dimensions, isSpherical: true);
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
            var members = responsibilities.Rows(component);
            var weights = responsibilities.Weights(component);
            double sum = 0;
            for (var i = 0; i < members.Length; i++)
            {
                sum += weights[i] * VectorKernels.SquaredDistance(rows.Row(members[i]), Mean(component), Dimensions);
            }

            Precisions[component] = sum / ComponentRows[component];
        });
        foreach (ref var value in Precisions.AsSpan())
        {
            value /= Dimensions;
        }

        DiagonalVariances.Pool(Precisions, Weights, ComponentRows, pooledRows);
        foreach (ref var value in Precisions.AsSpan())
        {
            value = 1 / Math.Sqrt(DiagonalVariances.Positive(value + ridge));
        }

        return ridge;
    }
}
