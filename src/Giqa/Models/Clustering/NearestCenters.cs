using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// The nearest centre c of every row x: with the mean m of all rows, that of the largest (x - m).(c - m) - |c - m|^2 / 2. The
/// products are computed in float32; if their error could change the choice, the distances are measured directly in float64. Bounds on the
/// distance to the nearest and to the second centre follow the centres' shifts (Hamerly, SDM 2010), so that most rows need
/// no product at all once the centres move little. The labels are those of float64 throughout. The rows are kept in float32 if that does not
/// take too much memory, so that they are read in float64 once.
/// </summary>
internal sealed unsafe class NearestCenters : IDisposable
{
    private const long MostKeptBytes = 1L << 29;

    private const int BlockRows = 256;
    private const int Lanes = 16;
    private const double UnitRoundoff = 1.0 / (1 << 24);

    // Covers the rounding of the bounds themselves, which is in float64.
    private const double Slack = 1e-9;
    private const double Tiny = 1e-30;

    private readonly MatrixView _rows;
    private readonly int _clusters;
    private readonly int _stride;
    private readonly WorkContext _context;
    private readonly double[] _mean;
    private readonly double[] _norms;
    private readonly double[] _upper;
    private readonly double[] _lower;
    private readonly double _scale;
    private readonly AlignedBuffer<float>? _kept;
    private readonly bool[] _isKept;

    internal NearestCenters(MatrixView rows, int clusters, WorkContext context)
    {
        (_rows, _clusters, _context) = (rows, clusters, context);
        _stride = ParallelBlocks.Count(clusters, Lanes) * Lanes;
        _mean = Moments.Mean(new DoubleRows(rows), context.Threads, context.CancellationToken);
        Labels = new int[rows.Rows];
        Array.Fill(Labels, -1);
        _upper = new double[rows.Rows];
        Array.Fill(_upper, double.PositiveInfinity);
        _lower = new double[rows.Rows];
        _norms = new double[rows.Rows];
        _isKept = new bool[ParallelBlocks.Count(rows.Rows, BlockRows)];
        if ((long)rows.Rows * rows.Columns * sizeof(float) <= MostKeptBytes)
        {
            _kept = new AlignedBuffer<float>((long)rows.Rows * rows.Columns);
        }

        fixed (double* mean = _mean)
        {
            Measure(mean, _ => 0, _norms);
        }

        MeanVariance = _norms.Sum() / rows.Rows / rows.Columns;

        // A power of two, so that no float32 overflows or vanishes and scaling rounds nothing.
        var largest = Math.Sqrt(_norms.Max());
        _scale = largest > 0 && double.IsFinite(largest) ? Math.ScaleB(1, -Math.ILogB(largest)) : 1;
        for (var row = 0; row < _norms.Length; row++)
        {
            _norms[row] *= _scale * _scale;
        }
    }

    /// <summary>The centre of every row; -1 before the first <see cref="Assign"/>.</summary>
    internal int[] Labels { get; }

    /// <summary>The variance of a column, averaged over the columns.</summary>
    internal double MeanVariance { get; }

    public void Dispose() => _kept?.Dispose();

    /// <summary>Gives every row its nearest centre, the first of equally near ones; returns whether any row changed.</summary>
    internal bool Assign(PinnedArray centers)
    {
        using var directions = new AlignedBuffer<float>((long)_clusters * _rows.Columns);
        var offsets = Prepare(centers, directions.Pointer, out var longest);
        var changed = 0;
        _context.Run(
            ParallelBlocks.Count(_rows.Rows, BlockRows),
            () => new AlignedBuffer<float>((long)BlockRows * (_rows.Columns + _stride)),
            (block, scratch) =>
            {
                if (AssignBlock(block * BlockRows, centers, directions.Pointer, offsets, longest, scratch.Pointer))
                {
                    Interlocked.Exchange(ref changed, 1);
                }
            });
        return changed != 0;
    }

    /// <summary>Centres have moved: relaxes the bounds.</summary>
    internal void Loosen(double[] squaredShifts)
    {
        double[] shifts = [.. squaredShifts.Select(squared => Math.Sqrt(squared) * _scale * (1 + Slack))];
        var farthest = Array.IndexOf(shifts, shifts.Max());
        var second = shifts.Where((_, cluster) => cluster != farthest).DefaultIfEmpty(0).Max();
        for (var row = 0; row < Labels.Length; row++)
        {
            _upper[row] += shifts[Labels[row]];
            _lower[row] -= Labels[row] == farthest ? second : shifts[farthest];
        }
    }

    /// <summary>Gives a row to a centre that need not be its nearest.</summary>
    internal void Relabel(int row, int cluster)
    {
        Labels[row] = cluster;
        _upper[row] = double.PositiveInfinity;
    }

    /// <summary>The squared distance of every row to its centre.</summary>
    internal double[] SquaredDistances(PinnedArray centers)
    {
        var distances = new double[_rows.Rows];
        Measure(centers.Pointer, row => Labels[row], distances);
        return distances;
    }

    private void Measure(double* centers, Func<int, int> centerOf, double[] distances) =>
        _context.Run(ParallelBlocks.Count(_rows.Rows, BlockRows), block =>
        {
            var end = Math.Min(_rows.Rows, (block + 1) * BlockRows);
            for (var row = block * BlockRows; row < end; row++)
            {
                distances[row] = VectorKernels.SquaredDistance(_rows.Row(row), centers + ((long)centerOf(row) * _rows.Columns), _rows.Columns);
            }
        });

    /// <summary>Writes the centres relative to the mean, in float32; gives -|c - m|^2 / 2, or minus infinity in the padding.</summary>
    private float[] Prepare(PinnedArray centers, float* directions, out double longest)
    {
        var offsets = new float[_stride];
        Array.Fill(offsets, float.NegativeInfinity);
        double largest = 0;
        for (var cluster = 0; cluster < _clusters; cluster++)
        {
            double squared = 0;
            var first = cluster * _rows.Columns;
            for (var i = 0; i < _rows.Columns; i++)
            {
                var value = (centers.Values[first + i] - _mean[i]) * _scale;
                directions[first + i] = (float)value;
                squared += value * value;
            }

            offsets[cluster] = (float)(-squared / 2);
            largest = Math.Max(largest, squared);
        }

        longest = Math.Sqrt(largest);
        return offsets;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool AssignBlock(int first, PinnedArray centers, float* directions, float[] offsets, double longest, float* scratch)
    {
        var columns = _rows.Columns;
        var products = scratch + ((long)BlockRows * columns);
        Span<int> open = stackalloc int[BlockRows];
        var count = 0;
        var end = Math.Min(_rows.Rows, first + BlockRows);
        for (var row = first; row < end; row++)
        {
            if (_upper[row] * (1 + Slack) < _lower[row])
            {
                continue;
            }

            offsets.CopyTo(new Span<float>(products + ((long)count * _stride), _stride));
            open[count++] = row;
        }

        if (count == 0)
        {
            return false;
        }

        LinearAlgebra.Current.MultiplySingle(
            Transposed.No, Transposed.Yes, count, _clusters, columns,
            1, Singles(first, end, open[..count], scratch), columns, directions, columns, 1, products, _stride);
        var changed = false;
        for (var i = 0; i < count; i++)
        {
            changed |= Decide(open[i], products + ((long)i * _stride), centers, longest);
        }

        return changed;
    }

    /// <summary>Some rows of a block in float32, one after the other: those kept, or copied to the scratch space.</summary>
    private float* Singles(int first, int end, ReadOnlySpan<int> open, float* scratch)
    {
        if (_kept is null)
        {
            Convert(open, scratch);
            return scratch;
        }

        var columns = _rows.Columns;
        var kept = _kept.Pointer + ((long)first * columns);
        if (!_isKept[first / BlockRows])
        {
            Span<int> all = stackalloc int[end - first];
            for (var i = 0; i < all.Length; i++)
            {
                all[i] = first + i;
            }

            Convert(all, kept);
            _isKept[first / BlockRows] = true;
        }

        if (open.Length == end - first)
        {
            return kept;
        }

        for (var i = 0; i < open.Length; i++)
        {
            new ReadOnlySpan<float>(kept + ((long)(open[i] - first) * columns), columns).CopyTo(new Span<float>(scratch + ((long)i * columns), columns));
        }

        return scratch;
    }

    private void Convert(ReadOnlySpan<int> rows, float* destination)
    {
        fixed (double* mean = _mean)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                VectorKernels.CentreToSingle(_rows.Row(rows[i]), mean, _scale, destination + ((long)i * _rows.Columns), _rows.Columns);
            }
        }
    }

    /// <summary>Takes the largest value, or measures if the float32 error leaves a choice.</summary>
    private bool Decide(int row, float* values, PinnedArray centers, double longest)
    {
        var (largest, second) = LargestTwo(values);
        var error = ((_rows.Columns + 8) * UnitRoundoff * longest * (Math.Sqrt(_norms[row]) + (longest / 2))) + Tiny;
        var (best, nearest, next) = (0, _norms[row] - (2.0 * largest) + (2 * error), _norms[row] - (2.0 * second) - (2 * error));
        if (largest - (double)second > 2 * error)
        {
            best = new ReadOnlySpan<float>(values, _clusters).IndexOf(largest);
        }
        else
        {
            (best, nearest, next) = MeasureNearest(row, values, largest - (2 * error), centers);
            next = Math.Min(next, _norms[row] - (2 * (largest - error)));
        }

        var changed = Labels[row] != best;
        Labels[row] = best;
        _upper[row] = Math.Sqrt(Math.Max(0, nearest)) * (1 + Slack);
        _lower[row] = Math.Sqrt(Math.Max(0, next)) * (1 - Slack);
        return changed;
    }

    /// <summary>The largest value and the next one, which may be equal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (float Largest, float Second) LargestTwo(float* values)
    {
        var (first, second) = (Vector512.Create(float.NegativeInfinity), Vector512.Create(float.NegativeInfinity));
        for (var i = 0; i < _stride; i += Lanes)
        {
            var value = Vector512.Load(values + i);
            second = Vector512.Max(second, Vector512.Min(first, value));
            first = Vector512.Max(first, value);
        }

        var (largest, next) = (float.NegativeInfinity, float.NegativeInfinity);
        for (var lane = 0; lane < Lanes; lane++)
        {
            var value = first[lane];
            next = MathF.Max(MathF.Max(next, second[lane]), MathF.Min(largest, value));
            largest = MathF.Max(largest, value);
        }

        return (largest, next);
    }

    /// <summary>Measures the centres whose value is not below a limit: the nearest, its squared distance, and the next one's, scaled.</summary>
    private (int Best, double Nearest, double Next) MeasureNearest(int row, float* values, double limit, PinnedArray centers)
    {
        var (best, nearest, next) = (0, double.PositiveInfinity, double.PositiveInfinity);
        for (var cluster = 0; cluster < _clusters; cluster++)
        {
            if (values[cluster] < limit)
            {
                continue;
            }

            var distance = VectorKernels.SquaredDistance(_rows.Row(row), centers.Pointer + ((long)cluster * _rows.Columns), _rows.Columns) * _scale * _scale;
            (next, nearest, best) = distance < nearest ? (nearest, distance, cluster) : (Math.Min(next, distance), nearest, best);
        }

        return (best, nearest, next);
    }
}
