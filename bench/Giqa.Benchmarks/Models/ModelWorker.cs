using System.Globalization;
using Giqa.Benchmarks.Support;
using Giqa.Features;
using Giqa.Models;
using Giqa.Numerics;
using Giqa.Storage;

namespace Giqa.Benchmarks.Models;

/// <summary>Our side of the model benchmark.</summary>
internal static class ModelWorker
{
    private const int QueryRows = 5000;

    /// <param name="args">The folder with the rows, then the number of threads.</param>
    internal static async Task<int> RunAsync(string[] args)
    {
        var threads = int.Parse(args[1], CultureInfo.InvariantCulture);
        await WorkerLoop.RunAsync(task => Prepare(args[0], threads, task.Split(' ')));
        return 0;
    }

    private static Func<int, string> Prepare(string folder, int threads, string[] task)
    {
        if (task[0] == "pca")
        {
            return PreparePca(folder, threads, double.Parse(task[1], CultureInfo.InvariantCulture));
        }

        var array = Npy.Read(Path.Combine(folder, $"rows{task[1]}.npy"));
        var (rows, count) = (array.ToDouble(), array.Shape[0]);
        var components = int.Parse(task[2], CultureInfo.InvariantCulture);
        if (task[0] == "kmeans")
        {
            return _ => Cluster(rows, count, components, threads);
        }

        var kind = char.IsDigit(task[1][0]) ? string.Empty : task[1];
        var labels = Npy.Read(Path.Combine(folder, $"labels{kind}{components}.npy")).ToInt32();
        GaussianMixture Fit(int iterations) => GaussianMixture.Fit(
            rows, count, new GaussianMixtureOptions { Components = components, Covariance = Kind(task[3]), MaxIterations = iterations, Tolerance = 0, Threads = threads }, labels);
        if (task[0] == "em")
        {
            return iterations => Text(Fit(iterations).Training!.LowerBound);
        }

        var mixture = Fit(1);
        var queries = rows[..(QueryRows * mixture.Dimensions)];
        for (var i = 0; i < queries.Length; i++)
        {
            queries[i] *= 1.01;
        }

        return _ => Text(mixture.MeanLogDensity(queries, QueryRows, threads));
    }

    private static Func<int, string> PreparePca(string folder, int threads, double rate)
    {
        var array = Npy.Read(Path.Combine(folder, "rows2048.npy"));
        var features = new FeatureMatrix(array.Shape[0], array.Shape[1], array.ToSingle());
        return _ =>
        {
            var pca = PrincipalComponents.Fit(features, rate, threads);
            return string.Create(CultureInfo.InvariantCulture, $"{pca.Count} {pca.NoiseVariance:F9}");
        };
    }

    /// <summary>Lloyd's iterations from the same evenly spaced rows that the peer starts from.</summary>
    private static unsafe string Cluster(double[] rows, int count, int clusters, int threads)
    {
        var columns = rows.Length / count;
        var centers = new PinnedArray((long)clusters * columns);
        for (var i = 0; i < clusters; i++)
        {
            rows.AsSpan(i * (count / clusters) * columns, columns).CopyTo(centers.Values.AsSpan(i * columns));
        }

        fixed (double* data = rows)
        {
            var options = new KMeansOptions { Clusters = clusters, MaxIterations = 50 };
            var result = Lloyd.Run(new MatrixView(data, count, columns), centers, options, new WorkContext(threads, default));
            return result.Inertia.ToString("G9", CultureInfo.InvariantCulture);
        }
    }

    private static CovarianceKind Kind(string name) => name switch
    {
        "full" => CovarianceKind.Full,
        "diag" => CovarianceKind.Diagonal,
        "tied" => CovarianceKind.Tied,
        _ => CovarianceKind.Spherical,
    };

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
