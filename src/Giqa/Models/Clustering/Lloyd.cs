using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>Lloyd's iterations: rows to their nearest centres, centres to the means of their rows.</summary>
internal sealed class Lloyd : IDisposable
{
    private readonly MatrixView _rows;
    private readonly int _clusters;
    private readonly PinnedArray _centers;
    private readonly NearestCenters _nearest;
    private readonly ClusterMeans _means;

    private Lloyd(MatrixView rows, PinnedArray centers, WorkContext context)
    {
        _rows = rows;
        _centers = centers;
        _clusters = centers.Values.Length / rows.Columns;
        _nearest = new NearestCenters(rows, _clusters, context);
        _means = new ClusterMeans(rows, _clusters, context);
    }

    internal static KMeans Run(MatrixView rows, PinnedArray centers, KMeansOptions options, WorkContext context)
    {
        using var lloyd = new Lloyd(rows, centers, context);
        var tolerance = options.Tolerance * lloyd._nearest.MeanVariance;
        var iteration = 0;
        var settled = false;
        while (iteration < options.MaxIterations && !settled)
        {
            iteration++;
            settled = !lloyd._nearest.Assign(centers);
            if (!settled && lloyd.MoveCenters() <= tolerance)
            {
                _ = lloyd._nearest.Assign(centers);
                break;
            }
        }

        return new KMeans(centers.Values, lloyd._nearest.Labels, lloyd._nearest.SquaredDistances(centers).Sum(), iteration);
    }

    public void Dispose() => _nearest.Dispose();

    /// <summary>Moves the centres to the means of their rows; gives the summed squared shift.</summary>
    private double MoveCenters()
    {
        FillEmptyClusters();
        var squaredShifts = _means.Move(_nearest.Labels, _centers);
        _nearest.Loosen(squaredShifts);
        return squaredShifts.Sum();
    }

    /// <summary>An empty cluster takes over the row that is farthest from its centre, as in scikit-learn.</summary>
    private void FillEmptyClusters()
    {
        var sizes = RowGroups.ByLabel(_nearest.Labels, _clusters).Sizes();
        if (!sizes.Contains(0))
        {
            return;
        }

        var distances = _nearest.SquaredDistances(_centers);
        var farthest = Enumerable.Range(0, _rows.Rows).OrderByDescending(row => distances[row]).ThenBy(row => row);
        using var next = farthest.GetEnumerator();
        for (var cluster = 0; cluster < _clusters; cluster++)
        {
            while (sizes[cluster] == 0 && next.MoveNext())
            {
                var label = _nearest.Labels[next.Current];
                if (sizes[label] > 1)
                {
                    sizes[label]--;
                    sizes[cluster]++;
                    _nearest.Relabel(next.Current, cluster);
                }
            }
        }
    }
}
