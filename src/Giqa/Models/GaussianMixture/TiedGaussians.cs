using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// Gaussians with one covariance: rows are whitened once, then plain squared distances do. The scatter of all rows about
/// their mean is computed once per fit; what the components explain is subtracted from it.
/// </summary>
internal sealed unsafe class TiedGaussians : Gaussians
{
    private const int BlockColumns = 128;

    private readonly PinnedArray _whitening;
    private readonly double[] _center;
    private double[]? _scatter;
    private double _logDeterminant;

    internal TiedGaussians(int components, int dimensions)
        : base(components, dimensions)
    {
        _whitening = new PinnedArray((long)dimensions * dimensions);
        _center = new double[dimensions];
    }

    internal override CovarianceKind Kind => CovarianceKind.Tied;

    internal override double[] Precisions => _whitening.Values;

    internal override long CovarianceParameters => (long)Dimensions * (Dimensions + 1) / 2;

    internal override double[] Covariances()
    {
        var covariance = new double[Precisions.Length];
        fixed (double* destination = covariance)
        {
            CholeskyFactor.Covariance(_whitening.Pointer, Dimensions, destination);
        }

        return covariance;
    }

    internal override void Complete()
    {
        _scatter = null;
        _logDeterminant = CholeskyFactor.LogDeterminant(_whitening.Pointer, Dimensions);
        Array.Clear(_center);
        for (var i = 0; i < Means.Values.Length; i++)
        {
            _center[i % Dimensions] += Means.Values[i] / Components;
        }
    }

    internal override void LogDensities(MatrixView rows, double* table, DensityEvaluation evaluation, WorkContext context)
    {
        var blockRows = evaluation.FixedBlocks ? FixedProducts.BlockRows : 4 * FixedProducts.BlockRows;
        using var means = new AlignedBuffer<double>((long)ParallelBlocks.Count(Components, blockRows) * blockRows * Dimensions);
        using (var centred = new AlignedBuffer<double>((long)blockRows * Dimensions))
        {
            for (var first = 0; first < Components; first += blockRows)
            {
                var part = new MatrixView(Mean(first), Math.Min(blockRows, Components - first), Dimensions);
                Whiten(part, blockRows, centred.Pointer, means.Pointer + ((long)first * Dimensions));
            }
        }

        var whiteMeans = means.Pointer;
        var peaks = Enumerable.Range(0, Components).Select(component => LogPeak(component, _logDeterminant)).ToArray();
        context.Run(
            ParallelBlocks.Count(rows.Rows, blockRows),
            () => new AlignedBuffer<double>(2L * blockRows * Dimensions),
            (block, scratch) =>
            {
                var white = scratch.Pointer + ((long)blockRows * Dimensions);
                var first = block * blockRows;
                var count = Math.Min(blockRows, rows.Rows - first);
                Whiten(rows.Slice(first, count), evaluation.FixedBlocks ? blockRows : count, scratch.Pointer, white);
                for (var row = 0; row < count; row++)
                {
                    for (var component = 0; component < Components; component++)
                    {
                        var squared = VectorKernels.SquaredDistance(
                            white + ((long)row * Dimensions), whiteMeans + ((long)component * Dimensions), Dimensions);
                        table[((long)(first + row) * Components) + component] = peaks[component] - (0.5 * squared);
                    }
                }
            });
    }

    protected override double UpdateCovariances(
        MatrixView rows, Responsibilities responsibilities, double ridge, double pooledRows, WorkContext context)
    {
        _scatter ??= Scatter(rows, context);
        _scatter.CopyTo(_whitening.Values, 0);
        var total = ComponentRows.Sum();
        using var offsets = new AlignedBuffer<double>((long)Components * Dimensions);
        fixed (double* center = _center)
        {
            for (var component = 0; component < Components; component++)
            {
                VectorKernels.SubtractScaled(
                    Math.Sqrt(ComponentRows[component]), Mean(component), center, offsets.Pointer + ((long)component * Dimensions), Dimensions);
            }
        }

        LinearAlgebra.Current.SymmetricRankDouble(
            Transposed.Yes, Dimensions, Components,
            -1 / total, offsets.Pointer, Dimensions, 1 / total, _whitening.Pointer, Dimensions);
        return CholeskyFactor.Whiten(_whitening.Pointer, Dimensions, ridge, out _logDeterminant);
    }

    private double[] Scatter(MatrixView rows, WorkContext context)
    {
        var source = new DoubleRows(rows);
        Moments.Mean(source, context.Threads, context.CancellationToken).CopyTo(_center, 0);
        var scatter = new double[_whitening.Values.Length];
        fixed (double* destination = scatter)
        {
            Moments.Scatter(source, _center, 1, destination, context.Threads, context.CancellationToken);
        }

        return scatter;
    }

    /// <summary>destination = (rows - centre) P; every product takes in <paramref name="productRows"/> rows.</summary>
    private void Whiten(MatrixView rows, int productRows, double* centred, double* destination)
    {
        fixed (double* center = _center)
        {
            for (var row = 0; row < rows.Rows; row++)
            {
                VectorKernels.Subtract(rows.Row(row), center, centred + ((long)row * Dimensions), Dimensions);
            }
        }

        // Not dtrmm: the bits of its result depend on the row's place. Column blocks need only the features before their end.
        for (var first = 0; first < Dimensions; first += BlockColumns)
        {
            var end = Math.Min(Dimensions, first + BlockColumns);
            LinearAlgebra.Current.MultiplyDouble(
                Transposed.No, Transposed.No, productRows, end - first, end,
                1, centred, Dimensions, _whitening.Pointer + first, Dimensions, 0, destination + first, Dimensions);
        }
    }
}
