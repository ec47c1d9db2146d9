using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// Clusters of rows around their means: k-means++ with greedy trials (Arthur and Vassilvitskii, 2007), then Lloyd's
/// iterations, as in scikit-learn's KMeans. Float64 throughout.
/// </summary>
/// <remarks>Immutable and safe to share between threads. The same rows and seed give the same result on any number of threads.</remarks>
internal sealed class KMeans
{
    internal KMeans(double[] centers, int[] labels, double inertia, int iterations)
    {
        Centers = centers;
        Labels = labels;
        Inertia = inertia;
        Iterations = iterations;
    }

    /// <summary>K x D, row-major.</summary>
    public IReadOnlyList<double> Centers { get; }

    /// <summary>The cluster of every row, 0 .. K-1.</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>The sum of the squared distances of the rows to their centres.</summary>
    public double Inertia { get; }

    /// <summary>The number of Lloyd iterations of the kept start.</summary>
    public int Iterations { get; }

    /// <summary>Clusters rows.</summary>
    /// <param name="rows">N x D, row-major, all finite.</param>
    /// <param name="count">N.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Checked per block of rows.</param>
    /// <exception cref="GiqaException">There are fewer rows than clusters.</exception>
    public static unsafe KMeans Fit(
        ReadOnlySpan<double> rows, int count, KMeansOptions options, CancellationToken cancellationToken = default)
    {
        var columns = FlatMatrix.Columns(rows.Length, count);
        if (count < options.Clusters)
        {
            throw new GiqaException($"{Counted.With(options.Clusters, "cluster", "was", "were")} requested for {Counted.Of(count, "row")}; there must be at least as many rows: give more images or request fewer");
        }

        fixed (double* data = rows)
        {
            return Fit(new MatrixView(data, count, columns), options, cancellationToken);
        }
    }

    internal static KMeans Fit(MatrixView rows, KMeansOptions options, CancellationToken cancellationToken)
    {
        var context = new WorkContext(options.Threads, cancellationToken);
        var random = new SeededRandom(options.Seed);
        KMeans? best = null;
        for (var start = 0; start < options.Restarts; start++)
        {
            var centers = KMeansSeeding.Choose(rows, options.Clusters, random, context);
            var result = Lloyd.Run(rows, centers, options, context);
            best = best is null || result.Inertia < best.Inertia ? result : best;
        }

        return best!;
    }
}
