using Giqa.Benchmarks.Support;
using Giqa.Features;
using Giqa.Models;

namespace Giqa.Benchmarks.Degradations;

/// <summary>
/// Does a less degraded image score higher than a more degraded one of itself? Pass --output FILE to write the table as well,
/// --only NAME to take one backbone, --reals N and --images N to take fewer images.
/// </summary>
internal static class DegradationBenchmark
{
    // Inception is ten times slower than MobileNet: it gets fewer images.
    private static readonly (string Backbone, int Reals, int HeldOutFashion, int HeldOutEmoji)[] Runs =
    [
        ("mobilenet-mid", 3000, 1000, 400),
        ("inception-mid", 600, 40, 40),
    ];

    // With and without what PCA drops, which neighbours never see.
    private static readonly (FitMethod Method, bool? Residual)[] Fits =
        [(FitMethod.Gmm, false), (FitMethod.Gmm, true), (FitMethod.Sgm, false), (FitMethod.Sgm, true), (FitMethod.Knn, null)];

    internal static async Task<int> RunAsync(string[] args)
    {
        var (only, mostReals, mostImages) = (Option(args, "--only"), Number(args, "--reals"), Number(args, "--images"));
        var lines = new List<string>
        {
            "# Does the less degraded image score higher?",
            string.Empty,
            $"{Machine.Describe()}. `bench/degradations.sh`",
            string.Empty,
            $"Percent of pairs of versions of one held-out image that are ordered rightly: untouched and strengths {string.Join(", ", DegradedSource.Strengths)}, each against every stronger one.",
            "Models are fitted on other, untouched images with the default options of their backbone, but for what PCA drops (`--pca-residual`).",
            string.Empty,
            $"| set | backbone | method | PCA residual | reals | images | {PairCounts.Header} |",
            $"| --- | --- | --- | --- | ---: | ---: | {PairCounts.Rule} |",
        };
        foreach (var (backbone, allReals, allFashion, allEmoji) in Runs.Where(run => only is null || run.Backbone == only))
        {
            var (reals, fashion, emoji) = (Math.Min(allReals, mostReals), Math.Min(allFashion, mostImages), Math.Min(allEmoji, mostImages));
            using var extractor = new FeatureExtractor(new BackboneStore().Open(backbone), new ExtractorOptions());
            foreach (var open in new Func<TestSet>[] { () => TestSet.OpenFashion(reals, fashion), () => TestSet.OpenEmoji(reals, emoji) })
            {
                using var set = open();
                await AddRowsAsync(lines, set, extractor);
            }
        }

        await TableFile.WriteAsync(lines, args);
        return 0;
    }

    private static async Task AddRowsAsync(List<string> lines, TestSet set, FeatureExtractor extractor)
    {
        var reals = await FeatureSet.ExtractAsync(extractor, set.Reals);
        using var degraded = new DegradedSource(set.HeldOut);
        var versions = await FeatureSet.ExtractAsync(extractor, degraded);
        foreach (var (method, residual) in Fits)
        {
            var model = QualityModel.Fit(reals, new FitOptions { Method = method, PcaResidual = residual });
            var scores = model.Score(versions.Matrix);
            var pairs = new PairCounts();
            for (var image = 0; image < set.HeldOut.Count; image++)
            {
                pairs.Add(scores.AsSpan(image * DegradedSource.Versions, DegradedSource.Versions));
            }

            lines.Add($"| {set.Name} | {extractor.Backbone.Name} | {method} | {(residual is null ? string.Empty : residual.Value ? "on" : "off")} | {reals.Matrix.Rows} | {set.HeldOut.Count} | {pairs} |");
            await Console.Error.WriteLineAsync(lines[^1]);
        }
    }

    private static int Number(string[] args, string name) =>
        Option(args, name) is { } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : int.MaxValue;

    private static string? Option(string[] args, string name) =>
        Array.IndexOf(args, name) is var index and >= 0 ? args[index + 1] : null;
}
