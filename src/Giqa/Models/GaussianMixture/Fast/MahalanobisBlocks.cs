using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// Squared Mahalanobis distances of rows to one component, as |P^T (x - mean)|^2 with P upper triangular. The columns of
/// P are processed in blocks: a block needs only the first features, and the sum over the blocks so far is a lower bound,
/// so that hopeless rows can be dropped early. Rows are centred before the product: nothing cancels.
/// </summary>
internal sealed unsafe class MahalanobisBlocks : IDisposable
{
    private const int FirstColumns = 32;
    private const int MostColumns = 128;
    private const int RowsInEm = 256;

    /// <summary>The most rows of one <see cref="MeasureUpTo"/>; a multiple of <see cref="BlockRows"/>.</summary>
    internal const int MostCandidates = 512;

    private readonly int _dimensions;
    private readonly int _blockRows;
    private readonly bool _fixedBlocks;
    private readonly AlignedBuffer<double> _centred;
    private readonly AlignedBuffer<double> _products;

    /// <summary>Scratch space for one thread.</summary>
    /// <param name="dimensions">D.</param>
    /// <param name="fixedBlocks">Whether every product has the same number of rows, padded if necessary.</param>
    internal MahalanobisBlocks(int dimensions, bool fixedBlocks)
    {
        _dimensions = dimensions;
        _fixedBlocks = fixedBlocks;
        _blockRows = BlockRows(fixedBlocks);
        _centred = new AlignedBuffer<double>((long)MostCandidates * dimensions);
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
        Centre(rows, members, mean, 0, _dimensions);
        for (int first = 0, end; first < _dimensions; first = end)
        {
            end = NextColumn(first);
            AddColumns(whitening, first, end, 0, squared);
        }
    }

    /// <summary>
    /// The squared distances of at most <see cref="MostCandidates"/> rows as long as they stay within the row's limit. Rows
    /// beyond it are dropped, the others move up, with their distances and limits.
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
            Centre(rows, members[..left], mean, first, end);
            for (var start = 0; start < left; start += _blockRows)
            {
                AddColumns(whitening, first, end, start, squared.Slice(start, Math.Min(_blockRows, left - start)));
            }

            left = Compact(members, squared, limits, left, end);
        }

        return left;
    }

    private int Compact(Span<int> members, Span<double> squared, Span<double> limits, int count, int columns)
    {
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            if (squared[i] > limits[i])
            {
                continue;
            }

            if (kept < i)
            {
                members[kept] = members[i];
                squared[kept] = squared[i];
                limits[kept] = limits[i];
                new ReadOnlySpan<double>(Row(i), columns).CopyTo(new Span<double>(Row(kept), columns));
            }

            kept++;
        }

        return kept;
    }

    private double* Row(int index) => _centred.Pointer + ((long)index * _dimensions);

    private int NextColumn(int column) =>
        Math.Min(_dimensions, column < MostColumns ? Math.Max(FirstColumns, 2 * column) : column + MostColumns);

    /// <summary>Centres some columns; the earlier ones are already done.</summary>
    private void Centre(MatrixView rows, ReadOnlySpan<int> members, double* mean, int first, int end)
    {
        for (var i = 0; i < members.Length; i++)
        {
            VectorKernels.Subtract(rows.Row(members[i]) + first, mean + first, Row(i) + first, end - first);
        }
    }

    private void AddColumns(double* whitening, int first, int end, int firstRow, Span<double> squared)
    {
        var width = end - first;
        LinearAlgebra.Current.MultiplyDouble(
            Transposed.No, Transposed.No, _fixedBlocks ? _blockRows : squared.Length, width, end,
            1, Row(firstRow), _dimensions, whitening + first, _dimensions, 0, _products.Pointer, width);
        for (var i = 0; i < squared.Length; i++)
        {
            squared[i] += VectorKernels.SumOfSquares(_products.Pointer + ((long)i * width), width);
        }
    }
}
