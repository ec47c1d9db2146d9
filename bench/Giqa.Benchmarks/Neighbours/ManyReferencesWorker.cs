using System.Globalization;
using Giqa.Benchmarks.Support;
using Giqa.Features;
using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Benchmarks.Neighbours;

/// <summary>The processes of <see cref="ManyReferencesBenchmark"/>.</summary>
internal static class ManyReferencesWorker
{
    /// <param name="args">The model's path, references, dimensions, neighbours, and the kind of rows.</param>
    internal static async Task<int> RunAsync(string[] args)
    {
        var (path, references, dimensions, neighbours) = (args[0], Number(args[1]), Number(args[2]), Number(args[3]));
        var rows = new LikelyFeatures(dimensions, isWhitened: args[4] == "whitened");
        QualityModel? model = null;
        await WorkerLoop.RunAsync(task => task switch
        {
            "write" => _ => Write(path, rows.Draw(references, 1), neighbours),
            "load" => _ => (model = QualityModel.Load(path)).Software,
            "score" => count => Score(model!, rows.Draw(count, 2)),
            "check" => count => Difference(model!, rows.Draw(count, 2), neighbours),
            _ => _ => string.Empty,
        });
        return 0;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Write(string path, FeatureMatrix features, int neighbours)
    {
        var options = new FitOptions
        {
            Method = FitMethod.Knn,
            Neighbours = neighbours,
            PcaRate = 0,
            SquareRoots = false,
            Standardize = false,
            PcaResidual = false,
        };
        var references = new ReferenceSet(features, [.. Enumerable.Range(0, features.Rows).Select(row => $"{row}.png")], []);
        var chain = new FeatureChain(features.Columns, false, null, null);
        var branch = new ModelBranch([new ScoredTap(chain, new NeighbourScorer(references, options.Neighbours, options.Variant), ScoreScale.None)], Calibration.Fit([1, 2, 3]));
        var model = new QualityModel([branch], chain, references)
        {
            Options = options,
            Report = new FitReport
            {
                Dimensions = features.Columns,
                CalibratedBy = "hold-out",
                Counts = new FitCounts(features.Rows, 0, features.Rows, 3, features.Rows),
                Warnings = [],
            },
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

    /// <summary>The largest relative difference from the scores that every distance gives, all measured in float64.</summary>
    private static unsafe string Difference(QualityModel model, FeatureMatrix queries, int neighbours)
    {
        var (scores, references) = (model.Score(queries), model.References.Features);
        var largest = 0.0;
        var distances = new double[references.Rows];
        fixed (float* all = references.Span, rows = queries.Span)
        {
            for (var query = 0; query < queries.Rows; query++)
            {
                for (var row = 0; row < distances.Length; row++)
                {
                    distances[row] = SquaredEuclidean.Between(rows + ((long)query * queries.Columns), all + ((long)row * references.Columns), references.Columns);
                }

                var expected = distances.Order().Take(neighbours).Average(distance => 1 / distance);
                largest = Math.Max(largest, Math.Abs((scores[query] / expected) - 1));
            }
        }

        GC.KeepAlive(references);
        return largest.ToString("0.0e+0", CultureInfo.InvariantCulture);
    }
}
