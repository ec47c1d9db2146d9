using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// Upper bounds of the log densities from a few directions per component. For any W with W^T S W = I the length of
/// W^T (x - mean) is at most the Mahalanobis distance; W spans the directions of the smallest variances, where a row of
/// another component is farthest off. One product of the rows with all the directions bounds every component.
/// </summary>
/// <remarks>
/// The directions come from two steps of block inverse iteration on the covariance, U = P^T V, R = chol(U^T U),
/// V = P U R^-1, and are kept warm from one EM iteration to the next.
/// </remarks>
internal sealed unsafe class DirectionBounds
{
    /// <summary>With fewer dimensions the bounds cost as much as they save.</summary>
    internal const int LeastDimensions = 16;

    private const int Directions = 8;
    private const int Steps = 2;
    private const int FreeBlockRows = 128;
    private const ulong StartSeed = 5;

    // Rounding in the product must not turn the bound into an underestimate.
    private const double RelativeSlack = 1e-7;
    private const double AbsoluteSlack = 1e-6;

    private readonly int _components;
    private readonly int _dimensions;
    private readonly PinnedArray _directions;
    private readonly PinnedArray _means;
    private readonly double[] _center;

    internal DirectionBounds(int components, int dimensions)
    {
        _components = components;
        _dimensions = dimensions;
        _directions = new PinnedArray((long)dimensions * Width);
        _means = new PinnedArray(Width);
        _center = new double[dimensions];
        var random = new SeededRandom(StartSeed);
        foreach (ref var value in _directions.Values.AsSpan())
        {
            value = random.NextDouble() - 0.5;
        }
    }

    private int Width => checked(_components * Directions);

    /// <summary>Follows the components after an M-step.</summary>
    internal void Refresh(PinnedArray whitening, PinnedArray means, WorkContext context)
    {
        Array.Clear(_center);
        for (var i = 0; i < means.Values.Length; i++)
        {
            _center[i % _dimensions] += means.Values[i] / _components;
        }

        context.Run(
            _components,
            () => new AlignedBuffer<double>((2L * _dimensions * Directions) + (Directions * Directions)),
            (component, scratch) => Refresh(component, whitening, means, scratch.Pointer));
    }

    /// <summary>Writes an upper bound of peak_k - |P_k^T (x - mean_k)|^2 / 2 for every row and component.</summary>
    internal void Write(MatrixView rows, double[] peaks, double* table, bool fixedBlocks, WorkContext context)
    {
        var blockRows = fixedBlocks ? FixedProducts.BlockRows : FreeBlockRows;
        context.Run(
            ParallelBlocks.Count(rows.Rows, blockRows),
            () => new AlignedBuffer<double>((long)blockRows * (_dimensions + Width)),
            (block, scratch) =>
            {
                var first = block * blockRows;
                var part = rows.Slice(first, Math.Min(blockRows, rows.Rows - first));
                var centred = scratch.Pointer;
                var products = centred + ((long)blockRows * _dimensions);
                fixed (double* center = _center)
                {
                    for (var row = 0; row < part.Rows; row++)
                    {
                        VectorKernels.Subtract(part.Row(row), center, centred + ((long)row * _dimensions), _dimensions);
                    }
                }

                LinearAlgebra.Current.MultiplyDouble(
                    Transposed.No, Transposed.No, fixedBlocks ? blockRows : part.Rows, Width, _dimensions,
                    1, centred, _dimensions, _directions.Pointer, Width, 0, products, Width);
                for (var row = 0; row < part.Rows; row++)
                {
                    WriteRow(products + ((long)row * Width), peaks, table + ((long)(first + row) * _components));
                }
            });
    }

    private void WriteRow(double* products, double[] peaks, double* bounds)
    {
        for (var component = 0; component < _components; component++)
        {
            var offset = component * Directions;
            var squared = VectorKernels.SquaredDistance(products + offset, _means.Pointer + offset, Directions);
            bounds[component] = peaks[component] - (0.5 * (1 - RelativeSlack) * squared) + AbsoluteSlack;
        }
    }

    private void Refresh(int component, PinnedArray whitening, PinnedArray means, double* scratch)
    {
        var vectors = scratch;
        var white = vectors + ((long)_dimensions * Directions);
        var gram = white + ((long)_dimensions * Directions);
        var size = _dimensions * Directions;
        var matrix = whitening.Pointer + ((long)component * _dimensions * _dimensions);
        Load(component, vectors);
        for (var step = 0; step < Steps; step++)
        {
            Copy(vectors, white, size);
            Multiply(matrix, Transposed.Yes, white);
            if (!TryFactorGram(white, gram))
            {
                // Without directions the peak itself is the bound: valid, but loose.
                new Span<double>(vectors, size).Clear();
                break;
            }

            Copy(white, vectors, size);
            Multiply(matrix, Transposed.No, vectors);
            LinearAlgebra.Current.TriangularSolve(Transposed.No, _dimensions, Directions, gram, Directions, vectors, Directions);
        }

        Store(component, vectors, means.Pointer + ((long)component * _dimensions));
    }

    private void Multiply(double* whitening, Transposed transposed, double* vectors) =>
        LinearAlgebra.Current.TriangularMultiply(Side.Left, transposed, _dimensions, Directions, whitening, _dimensions, vectors, Directions);

    private bool TryFactorGram(double* white, double* gram)
    {
        LinearAlgebra.Current.SymmetricRankDouble(
            Transposed.Yes, Directions, _dimensions, 1, white, Directions, 0, gram, Directions);
        return LinearAlgebra.Current.Cholesky(Directions, gram);
    }

    private void Load(int component, double* vectors)
    {
        for (var i = 0; i < _dimensions; i++)
        {
            Copy(_directions.Pointer + ((long)i * Width) + (component * Directions), vectors + ((long)i * Directions), Directions);
        }
    }

    private void Store(int component, double* vectors, double* mean)
    {
        var projected = _means.Values.AsSpan(component * Directions, Directions);
        projected.Clear();
        for (var i = 0; i < _dimensions; i++)
        {
            var row = vectors + ((long)i * Directions);
            Copy(row, _directions.Pointer + ((long)i * Width) + (component * Directions), Directions);
            for (var j = 0; j < Directions; j++)
            {
                projected[j] += (mean[i] - _center[i]) * row[j];
            }
        }
    }

    private static void Copy(double* source, double* destination, int length) =>
        new ReadOnlySpan<double>(source, length).CopyTo(new Span<double>(destination, length));
}
