using MathNet.Numerics.LinearAlgebra;

namespace Giqa.Metrics;

/// <summary>
/// FID word for word, |m1 - m2|^2 + tr(S1 + S2 - 2 (S1^(1/2) S2 S1^(1/2))^(1/2)), with covariances over N - 1 (Heusel et al. 2017). What
/// <see cref="FrechetDistance"/> computes from the smallest matrices that will do. Tests hold the fast code to it; nothing else calls it.
/// </summary>
internal static class FrechetDistanceDefinition
{
    internal static double Compute(Matrix<double> first, Matrix<double> second)
    {
        var (m1, s1) = Moments(first);
        var (m2, s2) = Moments(second);
        var root = Root(s1);
        return (m1 - m2).DotProduct(m1 - m2) + (s1 + s2 - (2 * Root(root * s2 * root))).Trace();
    }

    private static (Vector<double> Mean, Matrix<double> Covariance) Moments(Matrix<double> rows)
    {
        var mean = rows.ColumnSums() / rows.RowCount;
        var centred = Matrix<double>.Build.DenseOfRowVectors(rows.EnumerateRows().Select(row => row - mean));
        return (mean, centred.TransposeThisAndMultiply(centred) / (rows.RowCount - 1));
    }

    /// <summary>The root of a symmetric matrix without negative eigenvalues, those of rounding cut off.</summary>
    private static Matrix<double> Root(Matrix<double> matrix)
    {
        var eigen = matrix.Evd(Symmetricity.Symmetric);
        var roots = eigen.EigenValues.Select(value => Math.Sqrt(Math.Max(0, value.Real)));
        return eigen.EigenVectors * Matrix<double>.Build.DenseOfDiagonalVector(Vector<double>.Build.DenseOfEnumerable(roots)) * eigen.EigenVectors.Transpose();
    }
}
