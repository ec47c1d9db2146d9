using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>Sums of vectors and of their products, from which means and covariances are made.</summary>
internal sealed unsafe class PatchScatter(int columns) : IDisposable
{
    private const int BlockRows = 512;

    private readonly AlignedBuffer<double> _products = new((long)columns * columns);
    private readonly AlignedBuffer<double> _block = new((long)BlockRows * columns);
    private readonly double[] _sums = new double[columns];
    private int _waiting;

    /// <summary>How many vectors were added.</summary>
    internal int Count { get; private set; }

    /// <summary>The sum of the vectors.</summary>
    internal ReadOnlySpan<double> Sums => _sums;

    internal void Add(ReadOnlySpan<float> vector)
    {
        var row = _block.Pointer + ((long)_waiting * columns);
        for (var i = 0; i < columns; i++)
        {
            row[i] = vector[i];
            _sums[i] += vector[i];
        }

        Count++;
        if (++_waiting == BlockRows)
        {
            Flush();
        }
    }

    /// <summary>Adds the upper triangle of the products, times a factor, to a matrix.</summary>
    internal void AddTo(double* matrix, double scale)
    {
        Flush();
        for (long i = 0; i < (long)columns * columns; i++)
        {
            matrix[i] += scale * _products.Pointer[i];
        }
    }

    public void Dispose()
    {
        _products.Dispose();
        _block.Dispose();
    }

    private void Flush()
    {
        if (_waiting > 0)
        {
            LinearAlgebra.Current.SymmetricRankDouble(Transposed.Yes, columns, _waiting, 1, _block.Pointer, columns, 1, _products.Pointer, columns);
            _waiting = 0;
        }
    }
}
