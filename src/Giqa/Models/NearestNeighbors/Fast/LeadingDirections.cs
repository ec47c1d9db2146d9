using System.Numerics.Tensors;
using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// A few orthonormal directions W along which a set of features varies most, found by subspace iteration over a sample
/// (Halko, Martinsson and Tropp, SIAM Review 53(2), 2011), started from rows of the sample itself. Any W that lengthens
/// nothing gives valid bounds; these give tight ones.
/// </summary>
/// <remarks>
/// For z = x - mean, x is mapped to (W z, (|z|^2 - |W z|^2)^(1/2)), and two images are no farther apart than what they are images of:
/// W^T W + M = 1 with M at least 0, so |z - z'|^2 = |W (z - z')|^2 + |M^(1/2) (z - z')|^2, and the last length is no less than the difference of
/// |M^(1/2) z| and |M^(1/2) z'|. All of it is computed in float32; <see cref="Project"/> says by how much an image may be off.
/// </remarks>
internal sealed unsafe class LeadingDirections
{
    private const int SampleRows = 2048;
    private const int PowerSteps = 2;
    private const double UnitRoundoff = 1.0 / (1 << 24);

    /// <summary>Sums of this many products at a time are off by so much less.</summary>
    private const int ProductColumns = 256;

    // What rounding W to float32 lengthens at most, and more.
    private const double Shortening = 1 - (1.0 / (1 << 20));

    private readonly float[] _mean;
    private readonly float[] _vectors;

    private LeadingDirections(float[] mean, float[] vectors) => (_mean, _vectors) = (mean, vectors);

    /// <summary>D.</summary>
    internal int Dimensions => _mean.Length;

    private int Count => _vectors.Length / _mean.Length;

    /// <summary>The length of a projected row: the directions, and the length of the residual.</summary>
    internal int ProjectedLength => Count + 1;

    internal static LeadingDirections Fit(FeatureMatrix features, int count)
    {
        var rows = Math.Min(SampleRows, features.Rows);
        using var sample = new AlignedBuffer<float>((long)rows * features.Columns);
        var mean = CentreSample(features, rows, sample.Pointer);
        var vectors = new double[(long)count * features.Columns];
        for (var i = 0; i < count; i++)
        {
            var source = (int)((long)i * rows / count);
            TensorPrimitives.ConvertTruncating<float, double>(
                new ReadOnlySpan<float>(sample.Pointer + ((long)source * features.Columns), features.Columns), vectors.AsSpan(i * features.Columns, features.Columns));
        }

        Orthonormalize(vectors, count);
        for (var step = 0; step < PowerSteps; step++)
        {
            vectors = PowerStep(sample.Pointer, rows, Array.ConvertAll(vectors, value => (float)value), count, features.Columns);
            Orthonormalize(vectors, count);
        }

        return new LeadingDirections(mean, Array.ConvertAll(vectors, value => (float)(value * Shortening)));
    }

    /// <summary>Projects rows.</summary>
    /// <param name="rows">count x D, row-major.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="centred">Scratch for count x D.</param>
    /// <param name="destination">count x <see cref="ProjectedLength"/>, row-major.</param>
    /// <param name="errors">Receives how far each projected row is from an exact image at most.</param>
    internal void Project(float* rows, int count, float* centred, float* destination, Span<double> errors)
    {
        var columns = _mean.Length;
        for (var row = 0; row < count; row++)
        {
            TensorPrimitives.Subtract(new ReadOnlySpan<float>(rows + ((long)row * columns), columns), _mean, new Span<float>(centred + ((long)row * columns), columns));
        }

        fixed (float* vectors = _vectors)
        {
            for (var first = 0; first < columns; first += ProductColumns)
            {
                LinearAlgebra.Current.MultiplySingle(
                    Transposed.No, Transposed.Yes, count, Count, Math.Min(ProductColumns, columns - first),
                    1, centred + first, columns, vectors + first, columns, first == 0 ? 0 : 1, destination, ProjectedLength);
            }
        }

        for (var row = 0; row < count; row++)
        {
            errors[row] = Finish(centred + ((long)row * columns), destination + ((long)row * ProjectedLength));
        }
    }

    /// <summary>Adds the length of the residual; gives the error of the whole.</summary>
    private double Finish(float* centred, float* projected)
    {
        var whole = SquaredEuclidean.Norm(centred, _mean.Length);
        var kept = SquaredEuclidean.Norm(projected, Count);
        var residual = Math.Sqrt(Math.Max(0, whole - kept));
        projected[Count] = (float)residual;

        // Of each product of a row with a direction, and of all of them; then of the square of the residual's length, and of the length.
        var ofProduct = (ProductColumns + (_mean.Length / ProductColumns) + 16) * UnitRoundoff * Math.Sqrt(whole);
        var ofProducts = ofProduct * Math.Sqrt(Count);
        var ofSquare = ofProducts * ((2 * Math.Sqrt(kept)) + ofProducts);
        var ofResidual = Math.Min(Math.Sqrt(ofSquare), residual > 0 ? ofSquare / residual : double.PositiveInfinity);
        return Math.Sqrt((ofProducts * ofProducts) + (ofResidual * ofResidual)) + (4 * UnitRoundoff * Math.Sqrt(whole));
    }

    /// <summary>Copies evenly spaced rows less their mean; gives the mean.</summary>
    private static float[] CentreSample(FeatureMatrix features, int rows, float* sample)
    {
        var columns = features.Columns;
        var sums = new double[columns];
        for (var row = 0; row < rows; row++)
        {
            var source = features.Row((int)((long)row * features.Rows / rows));
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += source[i];
            }
        }

        var mean = Array.ConvertAll(sums, sum => (float)(sum / rows));
        for (var row = 0; row < rows; row++)
        {
            TensorPrimitives.Subtract(features.Row((int)((long)row * features.Rows / rows)), mean, new Span<float>(sample + ((long)row * columns), columns));
        }

        GC.KeepAlive(features);
        return mean;
    }

    /// <summary>S^T S V for the sample S, one direction per row of V.</summary>
    private static double[] PowerStep(float* sample, int rows, float[] directions, int count, int columns)
    {
        var coordinates = new float[(long)rows * count];
        var result = new float[(long)count * columns];
        fixed (float* v = directions, c = coordinates, r = result)
        {
            LinearAlgebra.Current.MultiplySingle(Transposed.No, Transposed.Yes, rows, count, columns, 1, sample, columns, v, columns, 0, c, count);
            LinearAlgebra.Current.MultiplySingle(Transposed.Yes, Transposed.No, count, columns, rows, 1, c, count, sample, columns, 0, r, columns);
        }

        return Array.ConvertAll(result, value => (double)value);
    }

    /// <summary>
    /// Cholesky QR, twice. A small ridge keeps the factor definite where directions depend on each other, and leaves what lies between
    /// them shorter than 1, which bounds allow.
    /// </summary>
    private static void Orthonormalize(double[] vectors, int count)
    {
        const double ridge = 1e-10;
        var columns = vectors.Length / count;
        var result = new double[vectors.Length];
        var factor = new double[count * count];
        fixed (double* v = vectors, f = factor, r = result)
        {
            for (var pass = 0; pass < 2; pass++)
            {
                LinearAlgebra.Current.SymmetricRankDouble(Transposed.No, count, columns, 1, v, columns, 0, f, count);
                var mean = Enumerable.Range(0, count).Average(i => factor[i * (count + 1)]);
                for (var i = 0; i < count; i++)
                {
                    factor[i * (count + 1)] += mean > 0 ? ridge * mean : 1;
                    factor.AsSpan(i * count, i).Clear();
                }

                if (!LinearAlgebra.Current.Cholesky(count, f))
                {
                    Array.Clear(vectors);
                    return;
                }

                LinearAlgebra.Current.TriangularInverse(count, f);
                LinearAlgebra.Current.MultiplyDouble(Transposed.Yes, Transposed.No, count, columns, count, 1, f, count, v, columns, 0, r, columns);
                result.CopyTo(vectors, 0);
            }
        }
    }
}
