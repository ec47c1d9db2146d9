using System.Globalization;
using Giqa.Benchmarks.Support;
using Giqa.Features;
using Giqa.Images;
using Giqa.Images.Snapshots;
using Giqa.Models;

namespace Giqa.Benchmarks.Progress;

/// <summary>
/// Does the quality of a generator's snapshots rise with its training? Takes runs (folders of gan train, or folders of numbered
/// folders) and --reals INPUT. --only NAME,NAME takes these backbones, --output FILE writes the table as well.
/// </summary>
internal static class ProgressBenchmark
{
    private const string Usage = "usage: bench/progress.sh RUN... --reals INPUT [--only NAME,NAME]; a RUN is a folder of gan train, or of numbered folders of images (000100/7.png)";

    internal static async Task<int> RunAsync(string[] args)
    {
        var options = new Arguments(args);
        string[] runs = [.. args.TakeWhile(word => !word.StartsWith("--", StringComparison.Ordinal))];
        if (runs.Length == 0 || options.Text("--reals") is not { } photographs)
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        var lines = new List<string>
        {
            "# Does quality rise with training?",
            string.Empty,
            $"{Machine.Describe()}. `bench/progress.sh RUN... --reals INPUT`: a generator's snapshots in order of iteration, scored by models of the real images alone.",
            string.Empty,
            "Spearman's correlation of snapshots' mean quality with iteration, and the share of snapshots that are better than the one before them. In brackets the middle 95 % of redrawn images, the same latents in every snapshot where all have the same. "
            + "A training that stands still, or collapses, has no true order: look at its images before blaming a scorer.",
            string.Empty,
            "| run | backbone | method | reals | snapshots | images | mean quality, first to last | rank correlation | neighbours in order, % |",
            "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        };
        foreach (var backbone in options.List("--only", "mobilenet-low"))
        {
            using var extractor = new FeatureExtractor(new BackboneStore().Open(backbone), new ExtractorOptions());
            using var source = ImageInput.Open(photographs, new DecodeOptions());
            var reals = await FeatureSet.ExtractAsync(extractor, source);
            QualityModel[] models = [.. new[] { FitMethod.Gmm, FitMethod.Sgm, FitMethod.Knn }.Select(method => QualityModel.Fit(reals, new FitOptions { Method = method }))];
            foreach (var run in runs)
            {
                using var folder = SnapshotFolder.Open(run, new DecodeOptions());
                var features = await FeatureSet.ExtractAsync(extractor, folder.Source);
                SnapshotImage[] images = [.. features.Items.Zip(folder.Images).Where(row => row.First.Fault is null).Select(row => row.Second)];
                foreach (var model in models)
                {
                    var scores = new SnapshotScores(images, model.Qualities(features.Matrix));
                    lines.Add($"| {Path.GetFileName(Path.TrimEndingDirectorySeparator(run))} | {backbone} | {model.Options.Method} | {reals.Matrix.Rows} | {scores.Count} | {images.Length} | {Cells(scores)} |");
                    await Console.Error.WriteLineAsync(lines[^1]);
                }
            }
        }

        await TableFile.WriteAsync(lines, args);
        return 0;
    }

    private static string Cells(SnapshotScores scores)
    {
        var means = scores.Means;
        return string.Join(
            " | ",
            string.Create(CultureInfo.InvariantCulture, $"{means[0]:F3} to {means[^1]:F3}"),
            Bootstrap.Cell(scores.Correlation(means), Bootstrap.Interval(random => scores.Correlation(scores.Redraw(random))), "F3"),
            Bootstrap.Cell(SnapshotScores.InOrder(means), Bootstrap.Interval(random => SnapshotScores.InOrder(scores.Redraw(random))), "F1"));
    }
}
