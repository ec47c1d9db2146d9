using System.Numerics;
using MathNet.Numerics;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace Giqa.Numerics;

/// <summary>Eigenvectors and singular values by MathNet.Numerics, whose managed code is EISPACK's and LINPACK's.</summary>
internal static unsafe class ManagedSpectra
{
    // Asked for by name: MathNet's default would be whatever native library it finds.
    private static readonly ManagedLinearAlgebraProvider Provider = ManagedLinearAlgebraProvider.Instance;

    /// <inheritdoc cref="ILinearAlgebra.TrySymmetricEigen"/>
    internal static bool TrySymmetricEigen(int size, double* matrix, double* values)
    {
        var count = checked(size * size);
        CholeskyFactor.Mirror(matrix, size);
        var full = new ReadOnlySpan<double>(matrix, count).ToArray();
        var columns = new double[count];
        var eigenvalues = new Complex[size];
        if (!IsFinite(full) || !Converges(() => Provider.EigenDecomp(true, size, full, columns, eigenvalues, new double[count])))
        {
            return false;
        }

        var order = Enumerable.Range(0, size).OrderBy(i => eigenvalues[i].Real).ToArray();
        for (var i = 0; i < size; i++)
        {
            values[i] = eigenvalues[order[i]].Real;
            columns.AsSpan(order[i] * size, size).CopyTo(new Span<double>(matrix + ((long)i * size), size));
        }

        return true;
    }

    /// <inheritdoc cref="ILinearAlgebra.TrySingularValues"/>
    internal static bool TrySingularValues(int rows, int columns, double* matrix, double* values)
    {
        // Row-major rows x columns is column-major columns x rows, with the same singular values.
        var numbers = new ReadOnlySpan<double>(matrix, checked(rows * columns)).ToArray();
        var singular = new double[Math.Min(rows, columns)];
        if (!IsFinite(numbers) || !Converges(() => Provider.SingularValueDecomposition(false, numbers, columns, rows, singular, new double[columns * columns], new double[rows * rows])))
        {
            return false;
        }

        singular.CopyTo(new Span<double>(values, singular.Length));
        return true;
    }

    /// <summary>On a value that is no number, the iterations would not end.</summary>
    private static bool IsFinite(double[] values) => Array.TrueForAll(values, double.IsFinite);

    private static bool Converges(Action decompose)
    {
        try
        {
            decompose();
            return true;
        }
        catch (NonConvergenceException)
        {
            return false;
        }
    }
}
