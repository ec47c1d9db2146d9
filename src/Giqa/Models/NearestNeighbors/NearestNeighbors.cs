using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// Exact nearest neighbours among the features of real images, and KNN-GIQA's score from them (GIQA eq. 7, GIQA eq. 8): the
/// mean over the K nearest reals of 1 / |x - x_k|^2. Higher is better.
/// </summary>
/// <remarks>
/// <para>
/// Matrix products in float32, or projections on a few leading directions, only rule references out, by proven bounds;
/// results are measured from direct differences. So there is no cancellation, however near a copy is: float64 up
/// to K = 256, float32 lanes beyond, which is within 1e-6 relative.
/// </para>
/// <para>
/// Safe to share between threads. A query has the same result to the last bit in every batch, in every order and with any
/// number of threads. Memory beyond the references is O(N) per thread.
/// </para>
/// </remarks>
internal sealed class NearestNeighbors
{
    private const int ExactNeighbours = 256;
    private const int ProjectedNeighbours = 16;
    private const int ProjectedQueries = 256;
    private const double CopyShare = 1e-12;
    private const double LargestNorm = 1e30;

    private readonly Lock _lock = new();
    private readonly ProductKeys _products;
    private readonly Lazy<ManhattanKeys> _manhattan;
    private ProjectedKeys? _projected;
    private bool _projectionTried;

    /// <summary>Prepares a search.</summary>
    /// <param name="references">N x D, N at least 1, all finite; not copied.</param>
    /// <exception cref="GiqaException">There are no rows, or a row holds NaN, infinity or values beyond 1e15.</exception>
    public NearestNeighbors(FeatureMatrix references)
    {
        ArgumentNullException.ThrowIfNull(references);
        if (references.Rows == 0)
        {
            throw new GiqaException("there are no reference rows for a neighbour search; at least 1 is needed: check that the images could be read");
        }

        References = references;
        var norms = Norms(references, "reference");
        _products = new ProductKeys(references, norms);
        _manhattan = new Lazy<ManhattanKeys>(() => new ManhattanKeys(references));
        Array.Sort(norms = (double[])norms.Clone());
        CopyDistance = Math.Max(CopyShare * norms[norms.Length / 2], 1e-300);
    }

    /// <summary>The features that are searched.</summary>
    public FeatureMatrix References { get; }

    /// <summary>The squared distance up to which a query counts as a copy: 1e-12 of the references' median squared norm. Scores do not use smaller ones.</summary>
    public double CopyDistance { get; }

    /// <summary>Scores every query.</summary>
    /// <param name="queries">M x D, all finite.</param>
    /// <param name="options">K, the variant, and whether the queries are the references themselves.</param>
    /// <param name="cancellationToken">Checked per block of queries.</param>
    /// <exception cref="GiqaException">K is more than the number of references, or a query is not finite.</exception>
    public NeighbourScores Score(FeatureMatrix queries, NeighbourScoreOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(options);
        Check(queries, options.Neighbours, options.LeaveOneOut);
        var work = new WorkContext(options.Threads, cancellationToken);
        var (values, copyOf) = (new double[queries.Rows], new int[queries.Rows]);
        if (options.Variant == NeighbourVariant.Official)
        {
            Search<ShiftedManhattan, ShiftedManhattanSingle>(_manhattan.Value, queries, options, work, (query, rows, distances) =>
            {
                values[query] = InverseSum(distances, ShiftedManhattan.Shift * References.Columns);
                copyOf[query] = CopyAt(queries, query, rows[Smallest(distances)]);
            });
        }
        else
        {
            var keys = KeysFor(queries.Rows, options.Neighbours, work);
            Search<SquaredEuclidean, SquaredEuclideanSingle>(keys, queries, options, work, (query, rows, distances) =>
            {
                values[query] = InverseSum(distances, CopyDistance) / options.Neighbours;
                var nearest = Smallest(distances);
                copyOf[query] = distances[nearest] <= CopyDistance ? rows[nearest] : -1;
            });
        }

        return new NeighbourScores(values, copyOf);
    }

    /// <summary>Finds the k nearest references of every query by Euclidean distance, from direct differences in float64.</summary>
    /// <param name="queries">M x D, all finite.</param>
    /// <param name="k">At least 1, and at most the number of references.</param>
    /// <param name="excludeSelf">Whether the queries are the references, in the same order, and none is its own neighbour.</param>
    /// <param name="threads">0 means one per core; the result does not depend on it.</param>
    /// <param name="cancellationToken">Checked per block of queries.</param>
    /// <exception cref="GiqaException">k is more than the number of references, or a query is not finite.</exception>
    public NeighbourTable Find(FeatureMatrix queries, int k, bool excludeSelf = false, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        Check(queries, k, excludeSelf);
        var work = new WorkContext(threads, cancellationToken);
        var table = new NeighbourTable(queries.Rows, k);
        new NearestSearch(References, KeysFor(queries.Rows, k, work), k, excludeSelf).Run<SquaredEuclidean>(
            queries,
            (query, rows, distances) =>
            {
                rows.CopyTo(table.Indices.AsSpan(query * k));
                distances.CopyTo(table.SquaredDistances.AsSpan(query * k));
            },
            work);
        return table;
    }

    private void Search<TExact, TFast>(DistanceKeys keys, FeatureMatrix queries, NeighbourScoreOptions options, WorkContext work, NeighbourReceiver receive)
        where TExact : IPairDistance
        where TFast : IPairSums
    {
        if (options.Neighbours <= ExactNeighbours)
        {
            new NearestSearch(References, keys, options.Neighbours, options.LeaveOneOut).Run<TExact>(queries, receive, work);
        }
        else
        {
            new ManySearch(References, keys, options.Neighbours, options.LeaveOneOut).Run<TFast>(queries, receive, work);
        }
    }

    /// <summary>Which keys are used only affects the time. Projections cost as much to prepare as some hundred queries.</summary>
    private DistanceKeys KeysFor(int queries, int neighbours, WorkContext work)
    {
        if (neighbours > ProjectedNeighbours)
        {
            return _products;
        }

        lock (_lock)
        {
            if (!_projectionTried && queries >= ProjectedQueries)
            {
                _projected = ProjectedKeys.TryCreate(References, work);
                _projectionTried = true;
            }

            return _projected is null ? _products : _projected;
        }
    }

    private void Check(FeatureMatrix queries, int neighbours, bool leaveOneOut)
    {
        if (queries.Columns != References.Columns)
        {
            throw new GiqaException($"the features have {queries.Columns} values, the references {References.Columns}: extract them with the same backbone");
        }

        if (leaveOneOut && queries.Rows != References.Rows)
        {
            throw new ArgumentException($"to leave each query out, the {queries.Rows} queries must be the {References.Rows} references", nameof(queries));
        }

        var available = References.Rows - (leaveOneOut ? 1 : 0);
        if (neighbours > available)
        {
            throw new GiqaException($"{neighbours} neighbours were requested, but there are only {available} reference images: request fewer, or give more real images");
        }

        _ = Norms(queries, "query");
    }

    private static unsafe double[] Norms(FeatureMatrix features, string role)
    {
        var norms = new double[features.Rows];
        fixed (float* values = features.Span)
        {
            for (var i = 0; i < norms.Length; i++)
            {
                norms[i] = SquaredEuclidean.Norm(values + ((long)i * features.Columns), features.Columns);
                if (!(norms[i] <= LargestNorm))
                {
                    throw new GiqaException($"{role} row {i} holds NaN, infinity or a huge value: extract the features again");
                }
            }
        }

        GC.KeepAlive(features);
        return norms;
    }

    private unsafe int CopyAt(FeatureMatrix queries, int query, int reference)
    {
        fixed (float* q = queries.Span, x = References.Span)
        {
            var distance = SquaredEuclidean.Between(
                q + ((long)query * queries.Columns), x + ((long)reference * queries.Columns), queries.Columns);
            return distance <= CopyDistance ? reference : -1;
        }
    }

    private static double InverseSum(ReadOnlySpan<double> distances, double floor)
    {
        double sum = 0;
        foreach (var distance in distances)
        {
            sum += 1 / Math.Max(distance, floor);
        }

        return sum;
    }

    /// <summary>The place of the smallest distance, the first of equal ones.</summary>
    private static int Smallest(ReadOnlySpan<double> distances)
    {
        var smallest = 0;
        for (var i = 1; i < distances.Length; i++)
        {
            smallest = distances[i] < distances[smallest] ? i : smallest;
        }

        return smallest;
    }
}

/// <summary>How nearest-neighbour scores are computed.</summary>
internal sealed record NeighbourScoreOptions
{
    /// <summary>K, the number of neighbours.</summary>
    /// <value>At least 1; the paper uses 1 (FFHQ, Cityscapes) and 3500 (LSUN). Default 1.</value>
    public int Neighbours
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Neighbours), value, "at least 1 neighbour is needed");
    }

    = 1;

    /// <summary>The definition of the score.</summary>
    /// <value>Default <see cref="NeighbourVariant.Paper"/>.</value>
    public NeighbourVariant Variant { get; init; } = NeighbourVariant.Paper;

    /// <summary>Whether the queries are the references themselves, in the same order, and none is its own neighbour.</summary>
    /// <value>Default false.</value>
    public bool LeaveOneOut { get; init; }

    /// <summary>Threads to use; the result does not depend on it.</summary>
    /// <value>0, the default, means one per core.</value>
    public int Threads { get; init; }
}

/// <summary>The definition of the nearest-neighbour score.</summary>
public enum NeighbourVariant
{
    /// <summary>The paper's (GIQA eq. 7): the mean over the K nearest reals of 1 / |x - x_k|^2.</summary>
    Paper,

    /// <summary>The authors' released program: the sum of 1 / d_k, where d is the L1 distance with 1e-6 added to every difference.</summary>
    Official,
}
