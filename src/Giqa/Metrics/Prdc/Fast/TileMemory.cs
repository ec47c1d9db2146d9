using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>One thread's memory for <see cref="DistanceTiles"/>: two blocks of rows and their products, both ways round.</summary>
internal sealed unsafe class TileMemory : IDisposable
{
    private const int BlockRows = DistanceTiles.BlockRows;
    private const int TransposeTile = 32;

    private readonly AlignedBuffer<float> _memory;
    private readonly DistanceTiles _tiles;
    private (FeatureMatrix? Features, int First) _loadedA;
    private int _countA;

    internal TileMemory(DistanceTiles tiles)
    {
        _tiles = tiles;
        _memory = new AlignedBuffer<float>((2L * BlockRows * tiles.Columns) + (2L * BlockRows * BlockRows));
        A = _memory.Pointer;
        B = A + ((long)BlockRows * tiles.Columns);
        Product = B + ((long)BlockRows * tiles.Columns);
        Transposed = Product + ((long)BlockRows * BlockRows);
    }

    /// <summary>Products of block A's rows with block B's, row by row.</summary>
    internal float* Product { get; }

    /// <summary>The same with rows and columns swapped, after <see cref="Transpose"/>.</summary>
    internal float* Transposed { get; }

    private float* A { get; }

    private float* B { get; }

    public void Dispose() => _memory.Dispose();

    /// <summary>Fills <see cref="Product"/>; block A is kept from call to call.</summary>
    internal void Multiply(FeatureMatrix a, int firstA, FeatureMatrix b, int firstB)
    {
        if (_loadedA.Features != a || _loadedA.First != firstA)
        {
            _countA = _tiles.Load(a, firstA, A);
            _loadedA = (a, firstA);
        }

        if (a == b && firstA == firstB)
        {
            _tiles.MultiplyItself(A, _countA, Product);
            return;
        }

        var countB = _tiles.Load(b, firstB, B);
        _tiles.Multiply(A, _countA, B, countB, Product);
    }

    internal void Transpose()
    {
        for (var row = 0; row < BlockRows; row += TransposeTile)
        {
            for (var column = 0; column < BlockRows; column += TransposeTile)
            {
                for (var i = row; i < row + TransposeTile; i++)
                {
                    for (var j = column; j < column + TransposeTile; j++)
                    {
                        Transposed[((long)j * BlockRows) + i] = Product[((long)i * BlockRows) + j];
                    }
                }
            }
        }
    }
}
