using System.Numerics.Tensors;

namespace Giqa.Numerics;

/// <summary>
/// The routines without a native library: products in blocks, triangles by products of their blocks, eigenvectors and singular values by
/// MathNet.Numerics. Products are as fast as OpenBLAS's, spectra several times slower.
/// </summary>
internal sealed unsafe class ManagedAlgebra : ILinearAlgebra
{
    private const int Block = 64;

    public string Description => "managed code and MathNet.Numerics";

    public void UseOneThread()
    {
        // There is never another.
    }

    public void MultiplySingle(Transposed transposedA, Transposed transposedB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc) =>
        BlockedProduct<float>.Multiply(transposedA, transposedB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);

    public void MultiplyDouble(Transposed transposedA, Transposed transposedB, int m, int n, int k, double alpha, double* a, int lda, double* b, int ldb, double beta, double* c, int ldc) =>
        BlockedProduct<double>.Multiply(transposedA, transposedB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);

    public void SymmetricRankSingle(Transposed transposed, int n, int k, float alpha, float* a, int lda, float beta, float* c, int ldc) =>
        BlockedProduct<float>.Multiply(transposed, Other(transposed), n, n, k, alpha, a, lda, a, lda, beta, c, ldc, upper: true);

    public void SymmetricRankDouble(Transposed transposed, int n, int k, double alpha, double* a, int lda, double beta, double* c, int ldc) =>
        BlockedProduct<double>.Multiply(transposed, Other(transposed), n, n, k, alpha, a, lda, a, lda, beta, c, ldc, upper: true);

    /// <summary>Block by block, in the order in which a block needs only such others as are not replaced yet.</summary>
    public void TriangularMultiply(Side side, Transposed transposed, int m, int n, double* a, int lda, double* b, int ldb)
    {
        var (isLeft, size) = side == Side.Left ? (true, m) : (false, n);
        using var corner = new AlignedBuffer<double>(Block * Block);
        using var old = new AlignedBuffer<double>((long)Block * (isLeft ? n : m));
        var isAhead = isLeft == (transposed == Transposed.No);
        foreach (var first in Starts(size, isRising: isAhead))
        {
            var width = Math.Min(Block, size - first);
            CopyTriangle(a, lda, first, width, corner.Pointer);
            var (from, count) = isAhead ? (first + width, size - first - width) : (0, first);
            var rest = isAhead ? Place(a, lda, first, from) : Place(a, lda, from, first);
            if (isLeft)
            {
                Copy(Place(b, ldb, first, 0), ldb, width, n, old.Pointer);
                MultiplyDouble(transposed, Transposed.No, width, n, width, 1, corner.Pointer, Block, old.Pointer, n, 0, Place(b, ldb, first, 0), ldb);
                MultiplyDouble(transposed, Transposed.No, width, n, count, 1, rest, lda, Place(b, ldb, from, 0), ldb, 1, Place(b, ldb, first, 0), ldb);
            }
            else
            {
                Copy(Place(b, ldb, 0, first), ldb, m, width, old.Pointer);
                MultiplyDouble(Transposed.No, transposed, m, width, width, 1, old.Pointer, width, corner.Pointer, Block, 0, Place(b, ldb, 0, first), ldb);
                MultiplyDouble(Transposed.No, transposed, m, width, count, 1, Place(b, ldb, 0, from), ldb, rest, lda, 1, Place(b, ldb, 0, first), ldb);
            }
        }
    }

    public void TriangularSolve(Transposed transposed, int m, int n, double* a, int lda, double* b, int ldb)
    {
        var isTransposed = transposed == Transposed.Yes;
        foreach (var first in Starts(n, isRising: !isTransposed))
        {
            var width = Math.Min(Block, n - first);
            var (from, count) = isTransposed ? (first + width, n - first - width) : (0, first);
            var rest = isTransposed ? Place(a, lda, first, from) : Place(a, lda, from, first);
            MultiplyDouble(Transposed.No, transposed, m, width, count, -1, Place(b, ldb, 0, from), ldb, rest, lda, 1, Place(b, ldb, 0, first), ldb);
            for (var row = 0; row < m; row++)
            {
                SolveRow(isTransposed, width, Place(a, lda, first, first), lda, new Span<double>(Place(b, ldb, row, first), width));
            }
        }
    }

    public bool Cholesky(int size, double* a)
    {
        for (var top = 0; top < size; top += Block)
        {
            var end = Math.Min(size, top + Block);
            for (var i = top; i < end; i++)
            {
                var row = Row(a, size, i, i, size);
                for (var p = top; p < i; p++)
                {
                    Subtract(*Place(a, size, p, i), Row(a, size, p, i, size), row);
                }

                if (!(row[0] > 0))
                {
                    return false;
                }

                row[0] = Math.Sqrt(row[0]);
                TensorPrimitives.Divide(row[1..], row[0], row[1..]);
            }

            AddSquare(a, size, top, end, -1);
        }

        return true;
    }

    public int PivotedCholesky(int size, double* a, int* pivots)
    {
        var largest = double.NegativeInfinity;
        for (var i = 0; i < size; i++)
        {
            pivots[i] = i + 1;
            largest = Math.Max(largest, *Place(a, size, i, i));
        }

        // LAPACK's: as many units in the last place of the largest variance as there are rows.
        var least = Math.ScaleB(size, -53) * largest;
        var taken = new double[size];
        for (var top = 0; top < size; top += Block)
        {
            var end = Math.Min(size, top + Block);
            taken.AsSpan(top).Clear();
            for (var j = top; j < end; j++)
            {
                var (best, pivot) = (double.NegativeInfinity, j);
                for (var i = j; i < size; i++)
                {
                    var last = j > top ? *Place(a, size, j - 1, i) : 0;
                    taken[i] += last * last;
                    var left = *Place(a, size, i, i) - taken[i];
                    (best, pivot) = left > best ? (left, i) : (best, pivot);
                }

                if (!(best > least))
                {
                    return j;
                }

                Exchange(size, a, j, pivot);
                (taken[j], taken[pivot]) = (taken[pivot], taken[j]);
                (pivots[j], pivots[pivot]) = (pivots[pivot], pivots[j]);
                var rest = Row(a, size, j, j + 1, size);
                for (var p = top; p < j; p++)
                {
                    Subtract(*Place(a, size, p, j), Row(a, size, p, j + 1, size), rest);
                }

                *Place(a, size, j, j) = Math.Sqrt(best);
                TensorPrimitives.Divide(rest, Math.Sqrt(best), rest);
            }

            AddSquare(a, size, top, end, -1);
        }

        return size;
    }

    public void TriangularInverse(int size, double* a)
    {
        foreach (var first in Starts(size, isRising: false))
        {
            var end = Math.Min(size, first + Block);
            for (var i = end - 1; i >= first; i--)
            {
                InvertRow(a, size, i, end);
            }

            var beside = Place(a, size, first, end);
            TriangularMultiply(Side.Right, Transposed.No, end - first, size - end, Place(a, size, end, end), size, beside, size);
            TriangularMultiply(Side.Left, Transposed.No, end - first, size - end, Place(a, size, first, first), size, beside, size);
            for (var i = first; i < end; i++)
            {
                var row = Row(a, size, i, end, size);
                TensorPrimitives.Negate(row, row);
            }
        }
    }

    public bool TrySymmetricEigen(bool vectors, int size, double* matrix, double* values) =>
        vectors ? ManagedSpectra.TrySymmetricEigen(size, matrix, values) : ManagedEigenvalues.TryFind(size, matrix, values);

    public bool TrySingularValues(int rows, int columns, double* matrix, double* values) => ManagedSpectra.TrySingularValues(rows, columns, matrix, values);

    /// <summary>The row x that stands for x op(A) in its own place; A is one block.</summary>
    private static void SolveRow(bool isTransposed, int size, double* a, int lda, Span<double> x)
    {
        for (var step = 0; step < size; step++)
        {
            var i = isTransposed ? size - 1 - step : step;
            var beside = Row(a, lda, i, i + 1, size);
            if (isTransposed)
            {
                x[i] = (x[i] - TensorPrimitives.Dot<double>(beside, x[(i + 1)..])) / *Place(a, lda, i, i);
            }
            else
            {
                x[i] /= *Place(a, lda, i, i);
                Subtract(x[i], beside, x[(i + 1)..]);
            }
        }
    }

    /// <summary>Row i of a block's inverse, where those below it are inverted.</summary>
    private static void InvertRow(double* a, int size, int i, int end)
    {
        Span<double> old = stackalloc double[Block];
        var row = Row(a, size, i, i, end);
        row.CopyTo(old);
        row.Clear();
        for (var k = 1; k < row.Length; k++)
        {
            Subtract(old[k] / old[0], Row(a, size, i + k, i + k, end), row[k..]);
        }

        row[0] = 1 / old[0];
    }

    /// <summary>Adds a block of rows' part to the triangle below it.</summary>
    private void AddSquare(double* a, int size, int top, int end, double factor) =>
        SymmetricRankDouble(Transposed.Yes, size - end, end - top, factor, Place(a, size, top, end), size, 1, Place(a, size, end, end), size);

    /// <summary>Exchanges two rows and columns of a symmetric matrix of which the upper triangle is held, the rows above included.</summary>
    private static void Exchange(int size, double* a, int j, int pivot)
    {
        if (j == pivot)
        {
            return;
        }

        for (var p = 0; p < j; p++)
        {
            Swap(Place(a, size, p, j), Place(a, size, p, pivot));
        }

        for (var i = j + 1; i < pivot; i++)
        {
            Swap(Place(a, size, j, i), Place(a, size, i, pivot));
        }

        for (var i = pivot + 1; i < size; i++)
        {
            Swap(Place(a, size, j, i), Place(a, size, pivot, i));
        }

        *Place(a, size, pivot, pivot) = *Place(a, size, j, j);
    }

    private static IEnumerable<int> Starts(int size, bool isRising)
    {
        var count = ParallelBlocks.Count(size, Block);
        return Enumerable.Range(0, count).Select(block => Block * (isRising ? block : count - 1 - block));
    }

    private static void CopyTriangle(double* a, int lda, int first, int width, double* target)
    {
        for (var i = 0; i < width; i++)
        {
            new Span<double>(target + (i * Block), i).Clear();
            Row(a, lda, first + i, first + i, first + width).CopyTo(new Span<double>(target + (i * Block) + i, width - i));
        }
    }

    private static void Copy(double* source, int stride, int rows, int columns, double* target)
    {
        for (var i = 0; i < rows; i++)
        {
            Row(source, stride, i, 0, columns).CopyTo(new Span<double>(target + ((long)i * columns), columns));
        }
    }

    /// <summary>target -= factor x row.</summary>
    private static void Subtract(double factor, ReadOnlySpan<double> row, Span<double> target) => TensorPrimitives.MultiplyAddEstimate(row, -factor, target, target);

    private static Transposed Other(Transposed transposed) => transposed == Transposed.Yes ? Transposed.No : Transposed.Yes;

    private static void Swap(double* first, double* second) => (*first, *second) = (*second, *first);

    private static double* Place(double* a, int stride, int row, int column) => a + ((long)row * stride) + column;

    private static Span<double> Row(double* a, int stride, int row, int from, int to) => new(Place(a, stride, row, from), to - from);
}
