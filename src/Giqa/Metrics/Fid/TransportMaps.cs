using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>
/// The optimal maps between two Gaussians as G with T = G^T G. With S1 = U^T U and U S2 U^T = V^T L V (V's rows are the
/// eigenvectors), the map from 2 to 1 has G = L^(-1/4) V U, and its inverse, from 1 to 2, G = L^(1/4) V U^-T.
/// </summary>
internal sealed unsafe class TransportMaps : IDisposable
{
    /// <summary>Below this share of the largest eigenvalue a root of a root is noise.</summary>
    private const double EigenvalueFloor = 1e-13;

    private TransportMaps(AlignedBuffer<double> generatedToReal, AlignedBuffer<double> realToGenerated, double rootTrace) =>
        (GeneratedToReal, RealToGenerated, RootTrace) = (generatedToReal, realToGenerated, rootTrace);

    internal AlignedBuffer<double> GeneratedToReal { get; }

    internal AlignedBuffer<double> RealToGenerated { get; }

    /// <summary>tr (S1 S2)^(1/2).</summary>
    internal double RootTrace { get; }

    public void Dispose()
    {
        GeneratedToReal.Dispose();
        RealToGenerated.Dispose();
    }

    /// <summary>Null if either covariance is singular.</summary>
    internal static TransportMaps? TryCreate(FeatureStatistics real, FeatureStatistics generated)
    {
        var size = real.Dimensions;
        if (real.Count <= size || generated.Count <= size || FrechetDistance.TryCholesky(real) is not { } upper)
        {
            return null;
        }

        var vectors = new AlignedBuffer<double>((long)size * size);
        generated.Covariance.CopyTo(new Span<double>(vectors.Pointer, generated.Covariance.Length));
        var values = new double[size];
        fixed (double* triangle = upper, target = values)
        {
            Multiply(Side.Left, Transposed.No, triangle, vectors.Pointer, size);
            Multiply(Side.Right, Transposed.Yes, triangle, vectors.Pointer, size);
            SymmetricEigen.Decompose(vectors.Pointer, size, target);
            if (values[0] <= EigenvalueFloor * values[^1])
            {
                vectors.Dispose();
                return null;
            }

            var inverse = new AlignedBuffer<double>((long)size * size);
            new ReadOnlySpan<double>(vectors.Pointer, size * size).CopyTo(new Span<double>(inverse.Pointer, size * size));
            Multiply(Side.Right, Transposed.No, triangle, vectors.Pointer, size);
            LinearAlgebra.Current.TriangularSolve(Transposed.Yes, size, size, triangle, size, inverse.Pointer, size);
            ScaleRows(vectors.Pointer, values, -0.25);
            ScaleRows(inverse.Pointer, values, 0.25);
            return new TransportMaps(vectors, inverse, values.Sum(Math.Sqrt));
        }
    }

    private static void Multiply(Side side, Transposed transposed, double* triangle, double* matrix, int size) =>
        LinearAlgebra.Current.TriangularMultiply(side, transposed, size, size, triangle, size, matrix, size);

    private static void ScaleRows(double* matrix, double[] values, double power)
    {
        var size = values.Length;
        for (var i = 0; i < size; i++)
        {
            var factor = Math.Pow(values[i], power);
            var row = matrix + ((long)i * size);
            for (var j = 0; j < size; j++)
            {
                row[j] *= factor;
            }
        }
    }
}
