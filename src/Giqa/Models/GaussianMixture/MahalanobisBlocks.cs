using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// Squared Mahalanobis distances of rows to one component, as |P^T (x - mean)|^2 with P upper triangular. The columns of
/// P are taken in blocks: a block needs only the first features, and the sum over the blocks so far is a lower bound,
/// so that hopeless rows can be dropped early. Rows are centred before the product: nothing cancels.
/// </summary>
internal sealed unsafe class MahalanobisBlocks : IDisposable
{
    private const int FirstColumns = 32;
    private const int MostColumns = 128;
    private const int RowsInEm = 256;

    private readonly int _dimensions;
    private readonly int _blockRows;
    private readonly bool _fixedBlocks;
    private readonly AlignedBuffer<double> _centred;
    private readonly AlignedBuffer<double> _products;

    /// <summary>Scratch space for one thread.</summary>
    /// <param name="dimensions">D.</param>
    /// <param name="fixedBlocks">Whether every product has the same number of rows, filled up if need be.</param>
    internal MahalanobisBlocks(int dimensions, bool fixedBlocks)
    {
        _dimensions = dimensions;
        _fixedBlocks = fixedBlocks;
        _blockRows = BlockRows(fixedBlocks);
        _centred = new AlignedBuffer<double>((long)_blockRows * dimensions);
        _products = new AlignedBuffer<double>((long)_blockRows * MostColumns);
    }

    public void Dispose()
    {
        _centred.Dispose();
        _products.Dispose();
    }

    /// <summary>The most rows of one product.</summary>
    internal static int BlockRows(bool fixedBlocks) => fixedBlocks ? FixedProducts.BlockRows : RowsInEm;

    /// <summary>The squared distances of at most one block of rows.</summary>
    internal void Measure(MatrixView rows, ReadOnlySpan<int> members, double* mean, double* whitening, Span<double> squared)
    {
        squared.Clear();
        Centre(rows, members, mean, _dimensions);
        for (int first = 0, end; first < _dimensions; first = end)
        {
            end = NextColumn(first);
            AddColumns(whitening, first, end, members.Length, squared);
        }
    }

    /// <summary>
    /// The squared distances of any number of rows as long as they stay within the row's limit. Rows beyond it are
    /// dropped, the others move up, with their distances and limits.
    /// </summary>
    /// <returns>How many rows are left.</returns>
    internal int MeasureUpTo(
        MatrixView rows, Span<int> members, double* mean, double* whitening, Span<double> squared, Span<double> limits)
    {
        squared.Clear();
        var left = members.Length;
        for (int first = 0, end; first < _dimensions && left > 0; first = end)
        {
            end = NextColumn(first);
            for (var start = 0; start < left; start += _blockRows)
            {
                var count = Math.Min(_blockRows, left - start);
                Centre(rows, members.Slice(start, count), mean, end);
                AddColumns(whitening, first, end, count, squared.Slice(start, count));
            }

            left = Compact(members, squared, limits, left);
        }

        return left;
    }

    private static int Compact(Span<int> members, Span<double> squared, Span<double> limits, int count)
    {
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            if (!(squared[i] > limits[i]))
            {
                members[kept] = members[i];
                squared[kept] = squared[i];
                limits[kept++] = limits[i];
            }
        }

        return kept;
    }

    private int NextColumn(int column) =>
        Math.Min(_dimensions, column < MostColumns ? Math.Max(FirstColumns, 2 * column) : column + MostColumns);

    private void Centre(MatrixView rows, ReadOnlySpan<int> members, double* mean, int columns)
    {
        for (var i = 0; i < members.Length; i++)
        {
            VectorKernels.Subtract(rows.Row(members[i]), mean, _centred.Pointer + ((long)i * _dimensions), columns);
        }
    }

    private void AddColumns(double* whitening, int first, int end, int count, Span<double> squared)
    {
        var width = end - first;
        OpenBlas.MultiplyDouble(
            OpenBlas.RowMajor, OpenBlas.NoTranspose, OpenBlas.NoTranspose, _fixedBlocks ? _blockRows : count, width, end,
            1, _centred.Pointer, _dimensions, whitening + first, _dimensions, 0, _products.Pointer, width);
        for (var i = 0; i < count; i++)
        {
            squared[i] += VectorKernels.SumOfSquares(_products.Pointer + ((long)i * width), width);
        }
    }
}
