using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>Gaussians with one variance each: the mean of the variances of the features.</summary>
internal sealed unsafe class SphericalGaussians(int components, int dimensions) : Gaussians(components, dimensions)
{
    private const int BlockRows = 64;

    private readonly double[] _precisions = new double[components];

    internal override CovarianceKind Kind => CovarianceKind.Spherical;

    internal override double[] Precisions => _precisions;

    internal override long CovarianceParameters => Components;

    internal override double[] Covariances() => Array.ConvertAll(_precisions, precision => 1 / (precision * precision));

    internal override void LogDensities(MatrixView rows, double* table, DensityEvaluation evaluation, WorkContext context)
    {
        var peaks = Enumerable.Range(0, Components)
            .Select(component => LogPeak(component, Dimensions * Math.Log(_precisions[component]))).ToArray();
        context.Run(ParallelBlocks.Count(rows.Rows, BlockRows), block =>
        {
            var end = Math.Min(rows.Rows, (block + 1) * BlockRows);
            for (var row = block * BlockRows; row < end; row++)
            {
                for (var component = 0; component < Components; component++)
                {
                    var precision = _precisions[component];
                    var squared = VectorKernels.SquaredDistance(rows.Row(row), Mean(component), Dimensions);
                    table[((long)row * Components) + component] = peaks[component] - (0.5 * squared * precision * precision);
                }
            }
        });
    }

    protected override double UpdateCovariances(
        MatrixView rows, Responsibilities responsibilities, double ridge, double pooledRows, WorkContext context)
    {
        context.Run(Components, component =>
        {
            var members = responsibilities.Rows(component);
            var weights = responsibilities.Weights(component);
            double sum = 0;
            for (var i = 0; i < members.Length; i++)
            {
                sum += weights[i] * VectorKernels.SquaredDistance(rows.Row(members[i]), Mean(component), Dimensions);
            }

            _precisions[component] = sum / ComponentRows[component] / Dimensions;
        });
        DiagonalVariances.Pool(_precisions, Weights, ComponentRows, pooledRows);
        foreach (ref var value in _precisions.AsSpan())
        {
            value = 1 / Math.Sqrt(DiagonalVariances.Positive(value + ridge));
        }

        return ridge;
    }
}
