using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// Lloyd's iterations. The nearest centre c is the one with the largest x.(c - m) - (c - m).(c + m)/2, m being the mean
/// of the centres: one block product, without the cancellation of |x|^2 - 2 x.c + |c|^2.
/// </summary>
internal sealed unsafe class Lloyd
{
    private const int BlockRows = 256;

    private readonly MatrixView _rows;
    private readonly int _clusters;
    private readonly PinnedArray _centers;
    private readonly PinnedArray _directions;
    private readonly double[] _offsets;
    private readonly int[] _labels;
    private readonly double[] _distances;
    private readonly WorkContext _context;

    private Lloyd(MatrixView rows, PinnedArray centers, WorkContext context)
    {
        _rows = rows;
        _centers = centers;
        _clusters = centers.Values.Length / rows.Columns;
        _directions = new PinnedArray(centers.Values.Length);
        _offsets = new double[_clusters];
        _labels = new int[rows.Rows];
        Array.Fill(_labels, -1);
        _distances = new double[rows.Rows];
        _context = context;
    }

    internal static KMeans Run(MatrixView rows, PinnedArray centers, KMeansOptions options, WorkContext context)
    {
        var lloyd = new Lloyd(rows, centers, context);
        var tolerance = options.Tolerance > 0 ? options.Tolerance * lloyd.MeanVariance() : 0;
        var iteration = 0;
        var settled = false;
        while (iteration < options.MaxIterations && !settled)
        {
            iteration++;
            settled = !lloyd.Assign();
            if (!settled && lloyd.MoveCenters() <= tolerance)
            {
                lloyd.Assign();
                break;
            }
        }

        lloyd.MeasureDistances();
        return new KMeans(centers.Values, lloyd._labels, lloyd._distances.Sum(), iteration);
    }

    private double MeanVariance()
    {
        var source = new DoubleRows(_rows);
        var mean = Moments.Mean(source, _context.Threads, _context.CancellationToken);
        fixed (double* center = mean)
        {
            var pointer = center;
            _context.Run(ParallelBlocks.Count(_rows.Rows, BlockRows), block =>
            {
                var end = Math.Min(_rows.Rows, (block + 1) * BlockRows);
                for (var row = block * BlockRows; row < end; row++)
                {
                    _distances[row] = VectorKernels.SquaredDistance(_rows.Row(row), pointer, _rows.Columns);
                }
            });
        }

        return _distances.Sum() / _rows.Rows / _rows.Columns;
    }

    /// <summary>Gives every row its nearest centre; tells whether any row changed.</summary>
    private bool Assign()
    {
        PrepareDirections();
        var changed = 0;
        _context.Run(
            ParallelBlocks.Count(_rows.Rows, BlockRows),
            () => new AlignedBuffer<double>((long)BlockRows * _clusters),
            (block, scratch) =>
            {
                var part = _rows.Slice(block * BlockRows, Math.Min(BlockRows, _rows.Rows - (block * BlockRows)));
                OpenBlas.MultiplyDouble(
                    OpenBlas.RowMajor, OpenBlas.NoTranspose, OpenBlas.Transpose, part.Rows, _clusters, part.Columns,
                    1, part.Data, part.Columns, _directions.Pointer, part.Columns, 0, scratch.Pointer, _clusters);
                if (AssignBlock(block * BlockRows, part.Rows, scratch.Pointer))
                {
                    Interlocked.Exchange(ref changed, 1);
                }
            });
        return changed != 0;
    }

    private bool AssignBlock(int firstRow, int count, double* products)
    {
        var changed = false;
        for (var row = 0; row < count; row++)
        {
            var best = 0;
            var largest = double.NegativeInfinity;
            for (var cluster = 0; cluster < _clusters; cluster++)
            {
                var value = products[((long)row * _clusters) + cluster] - _offsets[cluster];
                if (value > largest)
                {
                    (largest, best) = (value, cluster);
                }
            }

            ref var label = ref _labels[firstRow + row];
            changed |= label != best;
            label = best;
        }

        return changed;
    }

    private void PrepareDirections()
    {
        var columns = _rows.Columns;
        var middle = new double[columns];
        for (var i = 0; i < _centers.Values.Length; i++)
        {
            middle[i % columns] += _centers.Values[i] / _clusters;
        }

        for (var cluster = 0; cluster < _clusters; cluster++)
        {
            double offset = 0;
            for (var i = 0; i < columns; i++)
            {
                var value = _centers.Values[(cluster * columns) + i];
                var direction = value - middle[i];
                _directions.Values[(cluster * columns) + i] = direction;
                offset += direction * (value + middle[i]) / 2;
            }

            _offsets[cluster] = offset;
        }
    }

    /// <summary>Moves the centres to the means of their rows; gives the summed squared shift.</summary>
    private double MoveCenters()
    {
        var groups = RowGroups.ByLabel(_labels, _clusters);
        FillEmptyClusters(ref groups);
        var shifts = new double[_clusters];
        _context.Run(_clusters, () => new AlignedBuffer<double>(_rows.Columns), (cluster, scratch) =>
        {
            var sum = scratch.Pointer;
            new Span<double>(sum, _rows.Columns).Clear();
            var members = groups.Members(cluster);
            foreach (var row in members)
            {
                VectorKernels.AddScaled(1, _rows.Row(row), sum, _rows.Columns);
            }

            var center = _centers.Values.AsSpan(cluster * _rows.Columns, _rows.Columns);
            for (var i = 0; i < center.Length; i++)
            {
                var moved = sum[i] / members.Length;
                shifts[cluster] += (moved - center[i]) * (moved - center[i]);
                center[i] = moved;
            }
        });
        return shifts.Sum();
    }

    /// <summary>An empty cluster takes over the row that is farthest from its centre, as in scikit-learn.</summary>
    private void FillEmptyClusters(ref RowGroups groups)
    {
        if (!Enumerable.Range(0, _clusters).Any(groups.IsEmpty))
        {
            return;
        }

        MeasureDistances();
        var farthest = Enumerable.Range(0, _rows.Rows).OrderByDescending(row => _distances[row]).ThenBy(row => row);
        using var next = farthest.GetEnumerator();
        var sizes = groups.Sizes();
        for (var cluster = 0; cluster < _clusters; cluster++)
        {
            while (sizes[cluster] == 0 && next.MoveNext())
            {
                ref var label = ref _labels[next.Current];
                if (sizes[label] > 1)
                {
                    sizes[label]--;
                    sizes[cluster]++;
                    label = cluster;
                }
            }
        }

        groups = RowGroups.ByLabel(_labels, _clusters);
    }

    private void MeasureDistances() =>
        _context.Run(ParallelBlocks.Count(_rows.Rows, BlockRows), block =>
        {
            var end = Math.Min(_rows.Rows, (block + 1) * BlockRows);
            for (var row = block * BlockRows; row < end; row++)
            {
                var center = _centers.Pointer + ((long)_labels[row] * _rows.Columns);
                _distances[row] = VectorKernels.SquaredDistance(_rows.Row(row), center, _rows.Columns);
            }
        });
}
