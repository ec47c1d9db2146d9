using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// A few orthonormal directions along which a set of features varies most, found by subspace iteration over a sample
/// (Halko, Martinsson and Tropp, SIAM Review 53(2), 2011), started from rows of the sample itself. Any orthonormal
/// directions give valid bounds; these give tight ones.
/// </summary>
internal sealed unsafe class LeadingDirections
{
    private const int SampleRows = 4096;
    private const int PowerSteps = 2;

    private readonly double[] _mean;
    private readonly double[] _vectors;

    private LeadingDirections(double[] mean, double[] vectors) => (_mean, _vectors) = (mean, vectors);

    private int Count => _vectors.Length / _mean.Length;

    /// <summary>The length of a projected row: the directions, and the length of the residual.</summary>
    internal int ProjectedLength => Count + 1;

    internal static LeadingDirections Fit(FeatureMatrix features, int count)
    {
        var rows = Math.Min(SampleRows, features.Rows);
        var sample = CentredSample(features, rows, out var mean);
        var vectors = new float[(long)count * features.Columns];
        for (var i = 0; i < count; i++)
        {
            var source = (int)((long)i * rows / count);
            sample.AsSpan(source * features.Columns, features.Columns).CopyTo(vectors.AsSpan(i * features.Columns));
        }

        var directions = Orthonormalize(vectors, count);
        for (var step = 0; step < PowerSteps; step++)
        {
            vectors = PowerStep(sample, rows, Array.ConvertAll(directions, value => (float)value), count, features.Columns);
            directions = Orthonormalize(vectors, count);
        }

        return new LeadingDirections(mean, directions);
    }

    /// <summary>Projects rows; computed in float64 and rounded once.</summary>
    /// <param name="rows">count x D, row-major.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="destination">count x <see cref="ProjectedLength"/>, row-major.</param>
    internal void Project(float* rows, int count, float* destination)
    {
        var columns = _mean.Length;
        using var centred = new AlignedBuffer<double>((long)count * columns);
        using var products = new AlignedBuffer<double>((long)count * Count);
        for (var row = 0; row < count; row++)
        {
            for (var i = 0; i < columns; i++)
            {
                centred.Pointer[((long)row * columns) + i] = (double)rows[((long)row * columns) + i] - _mean[i];
            }
        }

        fixed (double* vectors = _vectors)
        {
            LinearAlgebra.Current.MultiplyDouble(
                Transposed.No, Transposed.Yes, count, Count, columns,
                1, centred.Pointer, columns, vectors, columns, 0, products.Pointer, Count);
        }

        for (var row = 0; row < count; row++)
        {
            var left = SumOfSquares(new(centred.Pointer + ((long)row * columns), columns));
            var product = new ReadOnlySpan<double>(products.Pointer + ((long)row * Count), Count);
            var target = destination + ((long)row * ProjectedLength);
            for (var i = 0; i < Count; i++)
            {
                target[i] = (float)product[i];
            }

            target[Count] = (float)Math.Sqrt(Math.Max(0, left - SumOfSquares(product)));
        }
    }

    private static float[] CentredSample(FeatureMatrix features, int rows, out double[] mean)
    {
        var columns = features.Columns;
        mean = new double[columns];
        for (var row = 0; row < rows; row++)
        {
            var source = features.Row((int)((long)row * features.Rows / rows));
            for (var i = 0; i < columns; i++)
            {
                mean[i] += source[i] / (double)rows;
            }
        }

        var sample = new float[(long)rows * columns];
        for (var row = 0; row < rows; row++)
        {
            var source = features.Row((int)((long)row * features.Rows / rows));
            for (var i = 0; i < columns; i++)
            {
                sample[(row * columns) + i] = (float)(source[i] - mean[i]);
            }
        }

        return sample;
    }

    /// <summary>S^T S V for the sample S, one direction per row of V.</summary>
    private static float[] PowerStep(float[] sample, int rows, float[] directions, int count, int columns)
    {
        var coordinates = new float[(long)rows * count];
        var result = new float[(long)count * columns];
        fixed (float* s = sample, v = directions, c = coordinates, r = result)
        {
            LinearAlgebra.Current.MultiplySingle(Transposed.No, Transposed.Yes, rows, count, columns, 1, s, columns, v, columns, 0, c, count);
            LinearAlgebra.Current.MultiplySingle(Transposed.Yes, Transposed.No, count, columns, rows, 1, c, count, s, columns, 0, r, columns);
        }

        return result;
    }

    /// <summary>Gram-Schmidt in float64, each vector twice; what depends on the others becomes 0, which bounds allow.</summary>
    private static double[] Orthonormalize(float[] vectors, int count)
    {
        var columns = vectors.Length / count;
        var result = Array.ConvertAll(vectors, value => (double)value);
        for (var i = 0; i < count; i++)
        {
            var vector = result.AsSpan(i * columns, columns);
            var before = Math.Sqrt(SumOfSquares(vector));
            for (var other = 0; other < 2 * i; other++)
            {
                var earlier = result.AsSpan(other % i * columns, columns);
                Subtract(vector, earlier, Dot(vector, earlier));
            }

            var length = Math.Sqrt(SumOfSquares(vector));
            var scale = length > 1e-6 * before ? 1 / length : 0;
            foreach (ref var value in vector)
            {
                value *= scale;
            }
        }

        return result;
    }

    private static double SumOfSquares(ReadOnlySpan<double> values) => System.Numerics.Tensors.TensorPrimitives.SumOfSquares(values);

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right) => System.Numerics.Tensors.TensorPrimitives.Dot(left, right);

    private static void Subtract(Span<double> vector, ReadOnlySpan<double> other, double factor) =>
        System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(other, -factor, vector, vector);
}
