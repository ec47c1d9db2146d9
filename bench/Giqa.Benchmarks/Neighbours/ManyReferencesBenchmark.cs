using System.Globalization;
using Giqa.Benchmarks.Support;

namespace Giqa.Benchmarks.Neighbours;

/// <summary>
/// What a model of many references costs: <c>many-references [N] [--output FILE]</c>, 200,000 x 2048 by default. One process writes
/// the model, another loads it and scores 500 images.
/// </summary>
internal static class ManyReferencesBenchmark
{
    private const int Queries = 500;

    internal static async Task<int> RunAsync(string[] args)
    {
        var count = args.Length > 0 && args[0] != "--output" ? int.Parse(args[0], CultureInfo.InvariantCulture) : 200_000;
        var folder = Directory.CreateTempSubdirectory("giqa-bench-");
        try
        {
            var path = Path.Combine(folder.FullName, "many.giqa");
            using (var writer = Worker.StartOwn("many-references-worker", path))
            {
                _ = await writer.RunAsync($"write {count}", 1);
            }

            using var scorer = Worker.StartOwn("many-references-worker", path);
            var idle = await scorer.RunAsync("idle", 1);
            var load = await scorer.RunAsync("load", 1);
            var score = await scorer.RunAsync("score", Queries);
            var size = new FileInfo(path).Length / 1048576.0;
            await TableFile.WriteAsync(
                [
                    "# A nearest-neighbour model of many references",
                    string.Empty,
                    string.Create(CultureInfo.InvariantCulture, $"{Machine.Describe()}. {count} references, 2,048 dimensions, K = 1, {Queries} images, all cores. `bench/neighbours.sh many`"),
                    string.Empty,
                    "Peak memory is that of the whole process; its own pages are what is left at the end beside those of the mapped file, which the system may take back.",
                    string.Empty,
                    "| model file MiB | load s (CPU) | score s (CPU) | idle MiB | peak MiB | of it the process's own MiB |",
                    "| ---: | ---: | ---: | ---: | ---: | ---: |",
                    string.Create(CultureInfo.InvariantCulture, $"| {size:F0} | {load.Wall:F1} ({load.Cpu:F1}) | {score.Wall:F1} ({score.Cpu:F1}) | {idle.PeakMiB:F0} | {score.PeakMiB:F0} | {score.Check} |"),
                ],
                args);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
