using System.Globalization;
using Giqa.Benchmarks.Support;
using Giqa.Features;
using Giqa.Models;

namespace Giqa.Benchmarks.Neighbours;

/// <summary>Our side of the neighbour benchmark.</summary>
internal static class NeighbourWorker
{
    /// <param name="args">The folder with the features.</param>
    internal static async Task<int> RunAsync(string[] args)
    {
        var (real, fake) = (Load(Path.Combine(args[0], "real.npy")), Load(Path.Combine(args[0], "fake.npy")));
        await WorkerLoop.RunAsync(task => Prepare(real, fake, task.Split(' ')));
        return 0;
    }

    private static Func<int, string> Prepare(FeatureMatrix real, FeatureMatrix fake, string[] task)
    {
        var options = new NeighbourScoreOptions
        {
            Neighbours = int.Parse(task[1], CultureInfo.InvariantCulture),
            Variant = task[0] == "official" ? NeighbourVariant.Official : NeighbourVariant.Paper,
            Threads = 2,
        };
        var kept = new NearestNeighbors(real);
        return items =>
        {
            var search = task[0] == "cold" ? new NearestNeighbors(real) : kept;
            var queries = items == fake.Rows ? fake : fake.SelectRows([.. Enumerable.Range(0, items)]);
            var mean = search.Score(queries, options).Values.Average();
            return mean.ToString("0.0000e+00", CultureInfo.InvariantCulture);
        };
    }

    private static FeatureMatrix Load(string path) => FeatureSet.FromNpy(path).Matrix;
}
