using System.Globalization;
using Giqa.Benchmarks.Support;
using Giqa.Features;
using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Benchmarks.Neighbours;

/// <summary>The processes of <see cref="ManyReferencesBenchmark"/>.</summary>
internal static class ManyReferencesWorker
{
    private const int Columns = 2048;
    private const int Clusters = 64;

    /// <param name="args">The model's path.</param>
    internal static async Task<int> RunAsync(string[] args)
    {
        QualityModel? model = null;
        await WorkerLoop.RunAsync(task => task.Split(' ') switch
        {
            ["write", var count] => _ => Write(args[0], int.Parse(count, CultureInfo.InvariantCulture)),
            ["load"] => _ => (model = QualityModel.Load(args[0])).Software,
            ["score"] => count => Score(model!, Draw(count, 2)),
            _ => _ => string.Empty,
        });
        return 0;
    }

    private static string Write(string path, int count)
    {
        var features = Draw(count, 1);
        var options = new FitOptions { Method = FitMethod.Knn, PcaRate = 0, SquareRoots = false, Standardize = false, PcaResidual = false };
        var references = new ReferenceSet(features, [.. Enumerable.Range(0, count).Select(row => $"{row}.png")], []);
        var chain = new FeatureChain(Columns, false, null, null);
        var branch = new ModelBranch([new ScoredTap(chain, new NeighbourScorer(references, options.Neighbours, options.Variant), ScoreScale.None)], Calibration.Fit([1, 2, 3]));
        var model = new QualityModel([branch], chain, references)
        {
            Options = options,
            Report = new FitReport { Dimensions = Columns, CalibratedBy = "hold-out", Counts = new FitCounts(count, 0, count, 3, count), Warnings = [] },
            Software = "benchmark",
        };
        model.Save(path);
        return path;
    }

    /// <summary>Scores; gives the MiB of memory that are not pages of files.</summary>
    private static string Score(QualityModel model, FeatureMatrix queries)
    {
        _ = model.Score(queries);
        var line = File.ReadLines("/proc/self/status").First(text => text.StartsWith("RssAnon", StringComparison.Ordinal));
        return (long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Clusters with noise: cheap to draw, and not so flat that nothing could be ruled out.</summary>
    private static FeatureMatrix Draw(int count, ulong seed)
    {
        var centres = new float[Clusters * Columns];
        var random = new SeededRandom(7);
        foreach (ref var value in centres.AsSpan())
        {
            value = (float)random.NextGaussian();
        }

        var noise = new float[1 << 20];
        foreach (ref var value in noise.AsSpan())
        {
            value = (float)random.NextGaussian() / 2;
        }

        random = new SeededRandom(seed);
        var values = new float[(long)count * Columns];
        for (var row = 0; row < count; row++)
        {
            System.Numerics.Tensors.TensorPrimitives.Add(
                centres.AsSpan(random.NextInt(Clusters) * Columns, Columns),
                noise.AsSpan(random.NextInt(noise.Length - Columns), Columns),
                values.AsSpan(row * Columns, Columns));
        }

        return new FeatureMatrix(count, Columns, values);
    }
}
