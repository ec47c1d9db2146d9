using Giqa.Numerics;

namespace Giqa.Tests.Numerics;

/// <summary>What every implementation promises, at sizes on both sides of each block's edge, against sums written out.</summary>
public sealed unsafe class LinearAlgebraTests
{
    private const double Tolerance = 1e-12;

    /// <summary>The managed code, and what this process uses: OpenBLAS, unless it is switched off.</summary>
    public static TheoryData<bool> Implementations => [true, false];

    [Theory]
    [MemberData(nameof(Implementations))]
    public void Multiply_AnyTransposition_IsTheSumOfProducts(bool managed)
    {
        var algebra = Algebra(managed);
        foreach (var (m, n, k) in ((int, int, int)[])[(1, 1, 1), (7, 5, 12), (65, 33, 197), (101, 530, 20), (3, 2, 400), (8, 16, 0)])
        {
            foreach (var (first, second) in ((Transposed, Transposed)[])[(Transposed.No, Transposed.No), (Transposed.No, Transposed.Yes), (Transposed.Yes, Transposed.No), (Transposed.Yes, Transposed.Yes)])
            {
                var a = first == Transposed.No ? Matrix.Random(m, k, 1) : Matrix.Random(k, m, 1);
                var b = second == Transposed.No ? Matrix.Random(k, n, 2) : Matrix.Random(n, k, 2);
                var product = Matrix.Of(m, n, (i, j) => 1.5 * Sum(k, p => a.At(first, i, p) * b.At(second, p, j)));
                foreach (var beta in (double[])[0, 1, 0.5])
                {
                    var before = Matrix.Of(m, n, (i, j) => beta == 0 ? double.NaN : i - j);
                    var expected = Matrix.Of(m, n, (i, j) => product[i, j] + (beta == 0 ? 0 : beta * before[i, j]));
                    var (c, singles) = (before.Copy(), before.ToSingle());
                    fixed (double* x = a.Values, y = b.Values, z = c.Values)
                    fixed (float* s = a.ToSingle(), t = b.ToSingle(), u = singles)
                    {
                        algebra.MultiplyDouble(first, second, m, n, k, 1.5, x, a.Stride, y, b.Stride, beta, z, c.Stride);
                        algebra.MultiplySingle(first, second, m, n, k, 1.5f, s, a.Stride, t, b.Stride, (float)beta, u, c.Stride);
                    }

                    c.AssertClose(expected, Tolerance);
                    c.WithSingles(singles).AssertClose(expected, 1e-5);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Implementations))]
    public void SymmetricRank_EitherForm_FillsTheUpperTriangleAlone(bool managed)
    {
        foreach (var (n, k) in ((int, int)[])[(1, 3), (40, 7), (129, 200), (600, 10)])
        {
            foreach (var form in (Transposed[])[Transposed.No, Transposed.Yes])
            {
                var a = form == Transposed.No ? Matrix.Random(n, k, 3) : Matrix.Random(k, n, 3);
                var before = Matrix.Random(n, n, 4);
                var expected = Matrix.Of(n, n, (i, j) => j < i ? before[i, j] : (0.5 * before[i, j]) - Sum(k, p => a.At(form, i, p) * a.At(form, j, p)));
                var (c, singles) = (before.Copy(), before.ToSingle());
                fixed (double* x = a.Values, z = c.Values)
                fixed (float* s = a.ToSingle(), u = singles)
                {
                    Algebra(managed).SymmetricRankDouble(form, n, k, -1, x, a.Stride, 0.5, z, c.Stride);
                    Algebra(managed).SymmetricRankSingle(form, n, k, -1, s, a.Stride, 0.5f, u, c.Stride);
                }

                c.AssertClose(expected, Tolerance);
                c.WithSingles(singles).AssertClose(expected, 1e-5);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Implementations))]
    public void Triangle_MultipliedAndSolved_NeverReadsBelowTheDiagonal(bool managed)
    {
        foreach (var (m, n) in ((int, int)[])[(1, 1), (5, 64), (70, 30), (150, 140)])
        {
            foreach (var (side, form) in ((Side, Transposed)[])[(Side.Left, Transposed.No), (Side.Left, Transposed.Yes), (Side.Right, Transposed.No), (Side.Right, Transposed.Yes)])
            {
                var size = side == Side.Left ? m : n;
                var triangle = Triangle(size);
                double Entry(int i, int j) => (i, j) is var (r, c) && (form == Transposed.No ? r <= c : c <= r) ? triangle.At(form, i, j) : 0;
                var b = Matrix.Random(m, n, 6);
                var expected = Matrix.Of(m, n, (i, j) => side == Side.Left
                    ? Sum(m, p => Entry(i, p) * b[p, j])
                    : Sum(n, p => b[i, p] * Entry(p, j)));
                var x = b.Copy();
                fixed (double* t = triangle.Values, v = x.Values)
                {
                    Algebra(managed).TriangularMultiply(side, form, m, n, t, triangle.Stride, v, x.Stride);
                    x.AssertClose(expected, Tolerance);
                    if (side == Side.Right)
                    {
                        Algebra(managed).TriangularSolve(form, m, n, t, triangle.Stride, v, x.Stride);
                        x.AssertClose(b, Tolerance);
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Implementations))]
    public void Cholesky_DefiniteMatrix_GivesItsRootAndItsInverse(bool managed)
    {
        foreach (var size in (int[])[1, 2, 64, 65, 150])
        {
            var covariance = Definite(size, size + 20);
            var root = covariance.Copy();
            fixed (double* a = root.Values)
            {
                Assert.True(Algebra(managed).Cholesky(size, a));
            }

            Matrix.Of(size, size, (i, j) => j < i ? covariance[i, j] : root[i, j]).AssertClose(root, 0);
            Matrix.Of(size, size, (i, j) => Enumerable.Range(0, Math.Min(i, j) + 1).Sum(p => root[p, i] * root[p, j])).AssertClose(covariance, Tolerance);
            var inverse = root.Copy();
            fixed (double* a = inverse.Values)
            {
                Algebra(managed).TriangularInverse(size, a);
            }

            Matrix.Of(size, size, (i, j) => j < i ? root[i, j] : inverse[i, j]).AssertClose(inverse, 0);
            Matrix.Of(size, size, (i, j) => Enumerable.Range(0, size).Where(p => p >= i && p <= j).Sum(p => root[i, p] * inverse[p, j]))
                .AssertClose(Matrix.Of(size, size, (i, j) => i == j ? 1 : 0), 1e-11);
        }
    }

    [Theory]
    [MemberData(nameof(Implementations))]
    public void Cholesky_MatrixThatIsNotDefinite_IsRefused(bool managed)
    {
        double[] matrix = [1, 2, 2, 1];
        fixed (double* a = matrix)
        {
            Assert.False(Algebra(managed).Cholesky(2, a));
        }
    }

    [Theory]
    [MemberData(nameof(Implementations))]
    public void PivotedCholesky_AnyRank_FindsItAndTheMatrixAgain(bool managed)
    {
        foreach (var (size, rank) in ((int, int)[])[(7, 7), (60, 20), (150, 90), (130, 130), (5, 0)])
        {
            var covariance = Definite(size, rank);
            var root = covariance.Copy();
            var pivots = new int[size];
            int found;
            fixed (double* a = root.Values)
            fixed (int* p = pivots)
            {
                found = Algebra(managed).PivotedCholesky(size, a, p);
            }

            Assert.Equal(rank, found);
            Assert.Equal(Enumerable.Range(1, size), pivots.Order());
            Matrix.Of(size, size, (i, j) => Enumerable.Range(0, Math.Min(Math.Min(i, j) + 1, rank)).Sum(p => root[p, i] * root[p, j]))
                .AssertClose(Matrix.Of(size, size, (i, j) => covariance[pivots[i] - 1, pivots[j] - 1]), Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Implementations))]
    public void SymmetricEigen_RandomMatrix_IsMadeOfItsVectors(bool managed)
    {
        foreach (var size in (int[])[1, 2, 65, 150])
        {
            var random = Matrix.Random(size, size, 8);
            var matrix = Matrix.Of(size, size, (i, j) => random[Math.Min(i, j), Math.Max(i, j)]);
            var (vectors, spoilt) = (Matrix.Of(size, size, (i, j) => j < i ? double.NaN : matrix[i, j]), Matrix.Of(size, size, (i, j) => j < i ? double.NaN : matrix[i, j]));
            double[] values = new double[size], alone = new double[size];
            fixed (double* a = vectors.Values, b = spoilt.Values, v = values, w = alone)
            {
                Assert.True(Algebra(managed).TrySymmetricEigen(true, size, a, v));
                Assert.True(Algebra(managed).TrySymmetricEigen(false, size, b, w));
            }

            Assert.Equal(values.Order(), values);
            Assert.All(values.Zip(alone), pair => Assert.Equal(pair.First, pair.Second, Tolerance * values.Max(Math.Abs)));
            Matrix.Of(size, size, (i, j) => Sum(size, p => values[p] * vectors[p, i] * vectors[p, j])).AssertClose(matrix, Tolerance * size);
            Matrix.Of(size, size, (i, j) => Sum(size, p => vectors[i, p] * vectors[j, p])).AssertClose(Matrix.Of(size, size, (i, j) => i == j ? 1 : 0), Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Implementations))]
    public void SingularValues_OfGivenOnes_AreFoundAgain(bool managed)
    {
        foreach (var (rows, columns) in ((int, int)[])[(1, 1), (12, 30), (90, 40), (130, 130)])
        {
            // Reflections on both sides of a diagonal; the last values are as small as rounding, which their squares would lose.
            var given = Enumerable.Range(0, Math.Min(rows, columns)).Select(i => Math.ScaleB(1, -i)).ToArray();
            var (left, right) = (Reflection(rows, 1), Reflection(columns, 2));
            var matrix = Matrix.Of(rows, columns, (i, j) => Enumerable.Range(0, given.Length).Sum(p => left(i, p) * given[p] * right(p, j)), gap: 0);
            var found = new double[given.Length];
            fixed (double* a = matrix.Values, v = found)
            {
                Assert.True(Algebra(managed).TrySingularValues(rows, columns, a, v));
            }

            Assert.All(given.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-14));
        }
    }

    [Theory]
    [MemberData(nameof(Implementations))]
    public void Spectra_OfNoNumber_AreRefusedWithoutEnd(bool managed)
    {
        double[] matrix = [1, double.NaN, 0, 1], values = new double[2];
        fixed (double* a = matrix, v = values)
        {
            var found = Algebra(managed).TrySymmetricEigen(true, 2, a, v);
            Assert.True(!found || values.Any(double.IsNaN));
        }
    }

    [Fact]
    public void Multiply_Managed_GivesARowTheSameBitsAtEveryPlace()
    {
        const int rows = 30, columns = 41, depth = 300;
        var (a, b, whole, single) = (Matrix.Random(rows, depth, 1), Matrix.Random(columns, depth, 2), Matrix.Random(rows, columns, 3), new double[columns]);
        fixed (double* x = a.Values, y = b.Values, z = whole.Values, one = single)
        {
            new ManagedAlgebra().MultiplyDouble(Transposed.No, Transposed.Yes, rows, columns, depth, 1, x, a.Stride, y, b.Stride, 0, z, whole.Stride);
            for (var i = 0; i < rows; i++)
            {
                new ManagedAlgebra().MultiplyDouble(Transposed.No, Transposed.Yes, 1, columns, depth, 1, x + (i * a.Stride), a.Stride, y, b.Stride, 0, one, columns);
                Assert.Equal(single, whole.Values[(i * whole.Stride)..((i * whole.Stride) + columns)]);
            }
        }
    }

    /// <summary>In ascending order; Enumerable.Sum takes several times as long for the millions of terms here.</summary>
    private static double Sum(int count, Func<int, double> term)
    {
        var sum = 0.0;
        for (var i = 0; i < count; i++)
        {
            sum += term(i);
        }

        return sum;
    }

    private static ILinearAlgebra Algebra(bool managed) => managed ? new ManagedAlgebra() : LinearAlgebra.Current;

    /// <summary>Well conditioned, and no number where nothing may be read.</summary>
    private static Matrix Triangle(int size)
    {
        var random = Matrix.Random(size, size, 5);
        return Matrix.Of(size, size, (i, j) => j < i ? double.NaN : i == j ? 2 + random[i, j] : random[i, j] / size);
    }

    private static Matrix Definite(int size, int rank)
    {
        var factor = Matrix.Random(Math.Max(rank, 1), size, 7);
        return Matrix.Of(size, size, (i, j) => Sum(rank, p => factor[p, i] * factor[p, j]), gap: 0);
    }

    private static Func<int, int, double> Reflection(int size, int seed)
    {
        var normal = Matrix.Random(1, size, seed).Values.Take(size).ToArray();
        var squared = normal.Sum(value => value * value);
        return (i, j) => (i == j ? 1 : 0) - (2 * normal[i] * normal[j] / squared);
    }

    /// <summary>A row-major matrix; its rows lie some values apart, which nobody may touch.</summary>
    private sealed record Matrix(int Rows, int Columns, int Stride, double[] Values)
    {
        private const double Untouched = 77;

        public double this[int row, int column] => Values[(row * Stride) + column];

        public static Matrix Of(int rows, int columns, Func<int, int, double> value, int gap = -1)
        {
            var stride = columns + (gap < 0 && rows != columns ? 3 : 0);
            var values = Enumerable.Repeat(Untouched, (rows * stride) + 1).ToArray();
            for (var i = 0; i < rows * columns; i++)
            {
                values[(i / columns * stride) + (i % columns)] = value(i / columns, i % columns);
            }

            return new Matrix(rows, columns, stride, values);
        }

        public static Matrix Random(int rows, int columns, int seed)
        {
            var random = new SeededRandom((ulong)seed);
            return Of(rows, columns, (_, _) => random.NextGaussian());
        }

        public double At(Transposed form, int row, int column) => form == Transposed.No ? this[row, column] : this[column, row];

        public Matrix Copy() => this with { Values = [.. Values] };

        public float[] ToSingle() => Array.ConvertAll(Values, value => (float)value);

        public Matrix WithSingles(float[] values) => this with { Values = Array.ConvertAll(values, value => (double)value) };

        public void AssertClose(Matrix expected, double tolerance)
        {
            var scale = Math.Max(1, expected.Values.Max(Math.Abs));
            Assert.Equal(expected.Values.Length, Values.Length);
            Assert.All(expected.Values.Zip(Values), pair => Assert.True(pair.First.Equals(pair.Second) || Math.Abs(pair.First - pair.Second) <= tolerance * scale, $"{pair.Second:R} instead of {pair.First:R}"));
        }
    }
}
