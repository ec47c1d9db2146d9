using System.Numerics.Tensors;
using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>One thread's memory for KID: two gathered subsets and one block of their kernel.</summary>
internal sealed unsafe class KidWorkspace : IDisposable
{
    private const int StripRows = 250;

    private readonly int _size;
    private readonly int _columns;
    private readonly bool _double;
    private readonly AlignedBuffer<double> _memory;
    private readonly double[] _strip;

    internal KidWorkspace(int size, int columns, bool doublePrecision)
    {
        (_size, _columns, _double) = (size, columns, doublePrecision);
        _strip = new double[size];
        var values = (2L * size * columns) + ((long)Math.Min(StripRows, size) * size);
        _memory = new AlignedBuffer<double>(doublePrecision ? values : (values + 1) / 2);
    }

    public void Dispose() => _memory.Dispose();

    /// <summary>The unbiased MMD^2 of two subsets.</summary>
    internal double Discrepancy(FeatureMatrix first, int[] firstRows, FeatureMatrix second, int[] secondRows)
    {
        Gather(first, firstRows, 0);
        Gather(second, secondRows, _size);
        var pairs = (double)_size * (_size - 1);
        return ((WithinSum(0) + WithinSum(_size)) / pairs) - (2.0 * BetweenSum() / ((double)_size * _size));
    }

    private void Gather(FeatureMatrix features, int[] rows, int first)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            var offset = (long)(first + i) * _columns;
            if (_double)
            {
                TensorPrimitives.ConvertTruncating(features.Row(rows[i]), new Span<double>(_memory.Pointer + offset, _columns));
            }
            else
            {
                features.Row(rows[i]).CopyTo(new Span<float>((float*)_memory.Pointer + offset, _columns));
            }
        }
    }

    /// <summary>Sum of k(x_i, x_j) over i != j: twice the part below the diagonal, strip by strip.</summary>
    private double WithinSum(int first)
    {
        var sum = 0.0;
        for (var start = 0; start < _size; start += StripRows)
        {
            var height = Math.Min(StripRows, _size - start);
            Multiply(first + start, height, first, start + height);
            for (var i = 0; i < height; i++)
            {
                sum += KernelSum(i, start + i);
            }
        }

        return 2.0 * sum;
    }

    private double BetweenSum()
    {
        var sum = 0.0;
        for (var start = 0; start < _size; start += StripRows)
        {
            var height = Math.Min(StripRows, _size - start);
            Multiply(start, height, _size, _size);
            for (var i = 0; i < height; i++)
            {
                sum += KernelSum(i, _size);
            }
        }

        return sum;
    }

    /// <summary>Products of rows a.. with rows b.. into the strip, <see cref="_size"/> apart.</summary>
    private void Multiply(int a, int height, int b, int width)
    {
        var rowsA = (long)a * _columns;
        var rowsB = (long)b * _columns;
        var strip = 2L * _size * _columns;
        if (_double)
        {
            var memory = _memory.Pointer;
            LinearAlgebra.Current.MultiplyDouble(
                Transposed.No, Transposed.Yes, height, width, _columns,
                1.0, memory + rowsA, _columns, memory + rowsB, _columns, 0.0, memory + strip, _size);
            return;
        }

        var singles = (float*)_memory.Pointer;
        LinearAlgebra.Current.MultiplySingle(
            Transposed.No, Transposed.Yes, height, width, _columns,
            1f, singles + rowsA, _columns, singles + rowsB, _columns, 0f, singles + strip, _size);
    }

    /// <summary>Sum of (v / D + 1)^3 over the head of a strip row, in float64.</summary>
    private double KernelSum(int row, int count)
    {
        var offset = (2L * _size * _columns) + ((long)row * _size);
        var values = _strip.AsSpan(0, count);
        if (_double)
        {
            new ReadOnlySpan<double>(_memory.Pointer + offset, count).CopyTo(values);
        }
        else
        {
            TensorPrimitives.ConvertTruncating(new ReadOnlySpan<float>((float*)_memory.Pointer + offset, count), values);
        }

        return StableSums.SumOfCubes(values, 1.0 / _columns);
    }
}
