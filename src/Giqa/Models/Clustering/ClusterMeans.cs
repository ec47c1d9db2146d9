using System.Runtime.CompilerServices;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// The means of clusters while labels change: sums are kept and updated with the rows that changed their cluster, which after a
/// few iterations are few. If many did, the sums are recomputed.
/// </summary>
internal sealed unsafe class ClusterMeans
{
    private const int ManyRowsShare = 3;

    private readonly MatrixView _rows;
    private readonly int _clusters;
    private readonly WorkContext _context;
    private readonly PinnedArray _sums;
    private readonly int[] _sizes;
    private readonly int[] _labels;

    internal ClusterMeans(MatrixView rows, int clusters, WorkContext context)
    {
        (_rows, _clusters, _context) = (rows, clusters, context);
        _sums = new PinnedArray((long)clusters * rows.Columns);
        _sizes = new int[clusters];
        _labels = new int[rows.Rows];
        Array.Fill(_labels, -1);
    }

    /// <summary>Moves the centres to the means of the rows so labelled, each summed in the order of the rows.</summary>
    /// <returns>The squared shift of every centre.</returns>
    internal double[] Move(int[] labels, PinnedArray centers)
    {
        var (joined, left) = Follow(labels);
        var shifts = new double[_clusters];
        _context.Run(_clusters, cluster =>
        {
            var sum = _sums.Pointer + ((long)cluster * _rows.Columns);
            foreach (var row in left[cluster])
            {
                VectorKernels.AddScaled(-1, _rows.Row(row), sum, _rows.Columns);
            }

            foreach (var row in joined[cluster])
            {
                VectorKernels.AddScaled(1, _rows.Row(row), sum, _rows.Columns);
            }

            shifts[cluster] = MoveCenter(sum, _sizes[cluster], centers.Values.AsSpan(cluster * _rows.Columns, _rows.Columns));
        });
        return shifts;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double MoveCenter(double* sum, int size, Span<double> center)
    {
        double shift = 0;
        for (var i = 0; i < center.Length; i++)
        {
            var moved = sum[i] / size;
            shift += (moved - center[i]) * (moved - center[i]);
            center[i] = moved;
        }

        return shift;
    }

    /// <summary>Which rows joined and left every cluster since the last time.</summary>
    private (List<int>[] Joined, List<int>[] Left) Follow(int[] labels)
    {
        var changed = 0;
        for (var row = 0; row < labels.Length; row++)
        {
            changed += labels[row] == _labels[row] ? 0 : 1;
        }

        if (changed > labels.Length / ManyRowsShare)
        {
            Array.Fill(_labels, -1);
            Array.Clear(_sums.Values);
            Array.Clear(_sizes);
        }

        List<int>[] joined = [.. Enumerable.Range(0, _clusters).Select(_ => new List<int>())];
        List<int>[] left = [.. Enumerable.Range(0, _clusters).Select(_ => new List<int>())];
        for (var row = 0; row < labels.Length; row++)
        {
            if (labels[row] == _labels[row])
            {
                continue;
            }

            if (_labels[row] >= 0)
            {
                left[_labels[row]].Add(row);
                _sizes[_labels[row]]--;
            }

            joined[labels[row]].Add(row);
            _sizes[labels[row]]++;
            _labels[row] = labels[row];
        }

        return (joined, left);
    }
}
