using Giqa.Benchmarks.Support;
using Giqa.Features;
using Giqa.Models;

namespace Giqa.Benchmarks.Degradations;

/// <summary>Does a less degraded image score higher than a more degraded one of itself? Pass --output FILE to write the table as well.</summary>
internal static class DegradationBenchmark
{
    // Inception is ten times slower than MobileNet: it gets fewer images.
    private static readonly (string Backbone, int Reals, int HeldOutFashion, int HeldOutEmoji)[] Runs =
    [
        ("mobilenet-mid", 3000, 1000, 400),
        ("inception-mid", 600, 40, 40),
    ];

    internal static async Task<int> RunAsync(string[] args)
    {
        var lines = new List<string>
        {
            "# Does the less degraded image score higher?",
            string.Empty,
            $"{Machine.Describe()}. `bench/degradations.sh`",
            string.Empty,
            $"Percent of pairs of versions of one held-out image that are ordered rightly: untouched and strengths {string.Join(", ", DegradedSource.Strengths)}, each against every stronger one.",
            "Models are fitted on other, untouched images with the default options of their backbone.",
            string.Empty,
            $"| set | backbone | method | reals | images | {PairCounts.Header} |",
            $"| --- | --- | --- | ---: | ---: | {PairCounts.Rule} |",
        };
        foreach (var (backbone, reals, fashion, emoji) in Runs)
        {
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
        foreach (var method in Enum.GetValues<FitMethod>())
        {
            var model = QualityModel.Fit(reals, new FitOptions { Method = method });
            var scores = model.Score(versions.Matrix);
            var counts = new PairCounts();
            for (var image = 0; image < set.HeldOut.Count; image++)
            {
                counts.Add(scores.AsSpan(image * DegradedSource.Versions, DegradedSource.Versions));
            }

            lines.Add($"| {set.Name} | {extractor.Backbone.Name} | {method} | {reals.Matrix.Rows} | {set.HeldOut.Count} | {counts} |");
            await Console.Error.WriteLineAsync(lines[^1]);
        }
    }
}
