using System.Numerics;
using System.Numerics.Tensors;

namespace Giqa.Numerics;

/// <summary>
/// The eigenvalues alone of a symmetric matrix: Householder's reduction to a tridiagonal one, each step's changes made together with the
/// next one's products so that the matrix passes the cache once, then the implicit QL iteration (EISPACK's imtql1).
/// </summary>
internal static unsafe class ManagedEigenvalues
{
    private const int MostIterations = 60;

    /// <inheritdoc cref="ILinearAlgebra.TrySymmetricEigen"/>
    internal static bool TryFind(int size, double* matrix, double* values)
    {
        // A power of two changes no digit, and keeps squares in range.
        var largest = 0.0;
        for (var i = 0; i < size; i++)
        {
            var row = new ReadOnlySpan<double>(matrix + ((long)i * size) + i, size - i);
            largest = Math.Max(largest, Math.Abs(TensorPrimitives.MaxMagnitude(row)));
        }

        if (!double.IsFinite(largest))
        {
            return false;
        }

        var exponent = largest == 0 ? 0 : Math.ILogB(largest);
        var diagonal = new Span<double>(values, size);
        var beside = new double[size];
        for (var i = 0; i < size; i++)
        {
            var row = new Span<double>(matrix + ((long)i * size) + i, size - i);
            Scale(row, -exponent);
        }

        Tridiagonalize(size, matrix, diagonal, beside);
        if (!TryIterate(diagonal, beside))
        {
            return false;
        }

        Scale(diagonal, exponent);
        diagonal.Sort();
        return true;
    }

    private static void Scale(Span<double> row, int exponent)
    {
        // In two steps, since the factor itself may be out of range.
        TensorPrimitives.Multiply(row, Math.ScaleB(1, exponent / 2), row);
        TensorPrimitives.Multiply(row, Math.ScaleB(1, exponent - (exponent / 2)), row);
    }

    /// <summary>A - v w^T - w v^T for each reflection 1 - tau v v^T, of the upper triangle.</summary>
    private static void Tridiagonalize(int size, double* matrix, Span<double> diagonal, Span<double> beside)
    {
        using var memory = new AlignedBuffer<double>(4L * size);
        for (var k = 0; k < size; k++)
        {
            double* v = memory.Pointer + (k % 2 * 2L * size), w = v + size;
            double* lastV = memory.Pointer + ((k + 1) % 2 * 2L * size), lastW = lastV + size;
            var row = matrix + ((long)k * size);
            for (var j = k; j < size; j++)
            {
                row[j] -= (lastV[k] * lastW[j]) + (lastW[k] * lastV[j]);
            }

            diagonal[k] = row[k];
            if (k == size - 1)
            {
                return;
            }

            var tail = size - k - 1;
            var reflected = new Span<double>(v + k + 1, tail);
            var product = new Span<double>(w + k + 1, tail);
            new ReadOnlySpan<double>(row + k + 1, tail).CopyTo(reflected);
            var tau = Reflect(reflected, out beside[k]);
            product.Clear();
            for (var i = k + 1; i < size; i++)
            {
                Pass(matrix + ((long)i * size), i, size, lastV, lastW, v, w);
            }

            TensorPrimitives.Multiply(product, tau, product);
            TensorPrimitives.MultiplyAddEstimate(reflected, -0.5 * tau * TensorPrimitives.Dot<double>(product, reflected), product, product);
        }
    }

    /// <summary>Turns x into the v of the reflection that maps it onto the first axis; gives tau, and what x becomes.</summary>
    private static double Reflect(Span<double> x, out double image)
    {
        var rest = x.Length == 1 ? 0 : TensorPrimitives.SumOfSquares<double>(x[1..]);
        if (rest == 0)
        {
            image = x[0];
            x.Clear();
            return 0;
        }

        image = -Math.CopySign(Math.Sqrt((x[0] * x[0]) + rest), x[0]);
        x[0] -= image;
        return 2 / ((x[0] * x[0]) + rest);
    }

    /// <summary>Brings row i up to date by the last reflection, and adds its part to the next one's product w = A v.</summary>
    private static void Pass(double* row, int i, int size, double* lastV, double* lastW, double* v, double* w)
    {
        var (oldV, oldW, newV) = (lastV[i], lastW[i], v[i]);
        row[i] -= 2 * oldV * oldW;
        var j = i + 1;
        var sums = Vector<double>.Zero;
        var (oldVs, oldWs, newVs) = (new Vector<double>(-oldV), new Vector<double>(-oldW), new Vector<double>(newV));
        for (; j <= size - Vector<double>.Count; j += Vector<double>.Count)
        {
            var value = Vector.MultiplyAddEstimate(oldWs, Vector.Load(lastV + j), Vector.MultiplyAddEstimate(oldVs, Vector.Load(lastW + j), Vector.Load(row + j)));
            value.Store(row + j);
            sums = Vector.MultiplyAddEstimate(value, Vector.Load(v + j), sums);
            Vector.MultiplyAddEstimate(newVs, value, Vector.Load(w + j)).Store(w + j);
        }

        var sum = Vector.Sum(sums) + (row[i] * newV);
        for (; j < size; j++)
        {
            row[j] -= (oldV * lastW[j]) + (oldW * lastV[j]);
            sum += row[j] * v[j];
            w[j] += newV * row[j];
        }

        w[i] += sum;
    }

    private static bool TryIterate(Span<double> d, Span<double> e)
    {
        for (var first = 0; first < d.Length; first++)
        {
            var last = End(d, e, first);
            for (var iteration = 0; last > first; iteration++, last = End(d, e, first))
            {
                if (iteration == MostIterations)
                {
                    return false;
                }

                Sweep(d, e, first, last);
            }
        }

        return true;
    }

    /// <summary>The end of the part that begins at a place: the next value beside the diagonal that is nothing beside its neighbours.</summary>
    private static int End(ReadOnlySpan<double> d, ReadOnlySpan<double> e, int first)
    {
        var last = first;
        while (last < d.Length - 1 && Math.Abs(e[last]) > Math.ScaleB(Math.Abs(d[last]) + Math.Abs(d[last + 1]), -52))
        {
            last++;
        }

        return last;
    }

    private static void Sweep(Span<double> d, Span<double> e, int first, int last)
    {
        var half = (d[first + 1] - d[first]) / (2 * e[first]);
        var shifted = d[last] - d[first] + (e[first] / (half + Math.CopySign(Math.Sqrt((half * half) + 1), half)));
        var (sine, cosine, change) = (1.0, 1.0, 0.0);
        for (var i = last - 1; i >= first; i--)
        {
            var (f, b) = (sine * e[i], cosine * e[i]);
            var length = Math.Sqrt((f * f) + (shifted * shifted));
            e[i + 1] = length;
            if (length == 0)
            {
                d[i + 1] -= change;
                e[last] = 0;
                return;
            }

            (sine, cosine) = (f / length, shifted / length);
            shifted = d[i + 1] - change;
            var turned = ((d[i] - shifted) * sine) + (2 * cosine * b);
            change = sine * turned;
            d[i + 1] = shifted + change;
            shifted = (cosine * turned) - b;
        }

        d[first] -= change;
        e[first] = shifted;
        e[last] = 0;
    }
}
