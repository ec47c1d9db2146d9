using MathNet.Numerics.LinearAlgebra;

namespace Giqa.Models;

/// <summary>
/// Principal components word for word: the eigenvectors of the covariance over N - 1, largest variance first, up to the first whose
/// cumulative share exceeds the rate. What <see cref="PrincipalComponentsFit"/> finds from the smaller matrix. Tests hold the fast code to
/// it; nothing else calls it.
/// </summary>
internal static class PrincipalComponentsDefinition
{
    /// <returns>Variances, falling, and the unit vectors that they lie along, one a column; either sign is right.</returns>
    internal static (double[] Variances, Matrix<double> Vectors) Fit(Matrix<double> rows, double rate)
    {
        var centred = Matrix<double>.Build.DenseOfRowVectors(rows.EnumerateRows().Select(row => row - (rows.ColumnSums() / rows.RowCount)));
        var eigen = (centred.TransposeThisAndMultiply(centred) / (rows.RowCount - 1)).Evd(Symmetricity.Symmetric);
        double[] variances = [.. eigen.EigenValues.Select(value => Math.Max(0, value.Real)).Reverse()];
        var kept = Enumerable.Range(1, variances.Length).First(k => k == variances.Length || variances.Take(k).Sum() > rate * variances.Sum());
        return (variances[..kept], Matrix<double>.Build.DenseOfColumnVectors(eigen.EigenVectors.EnumerateColumns().Reverse().Take(kept)));
    }
}
