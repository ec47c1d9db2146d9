using Giqa.Benchmarks.Support;
using Giqa.Features;
using Giqa.Models;

namespace Giqa.Benchmarks.Degradations;

/// <summary>
/// Does a less degraded image score higher than a more degraded one of itself? On Fashion-MNIST and emoji, or on the images of
/// --data DIR. --only NAME,NAME takes these backbones, --taps joint,separate models of all taps together and of each, --reals N and
/// --images N fewer images, --residual adds models without what PCA drops, --output FILE writes the table as well.
/// </summary>
internal static class DegradationBenchmark
{
    private static readonly string[] Backbones = ["mobilenet-mid", "mobilenet-low", "inception-mid"];

    // With and without what PCA drops, which neighbours never see.
    private static readonly (FitMethod Method, bool? Residual)[] Fits =
        [(FitMethod.Gmm, false), (FitMethod.Gmm, null), (FitMethod.Sgm, false), (FitMethod.Sgm, null), (FitMethod.Knn, null)];

    internal static async Task<int> RunAsync(string[] args)
    {
        var options = new Arguments(args);
        var data = options.Text("--data");
        var lines = new List<string>
        {
            "# Does the less degraded image score higher?",
            string.Empty,
            $"{Machine.Describe()}. `bench/degradations.sh{(data is null ? string.Empty : " --data DIR")}`",
            string.Empty,
            $"Percent of pairs of versions of one held-out image that are ordered rightly: untouched and strengths {string.Join(", ", DegradedSource.Strengths)}, each against every stronger one.",
            "Models are fitted on other, untouched images with the default options of their backbone, and without what PCA drops where it says off. In brackets the middle 95 % of redrawn images.",
            string.Empty,
            $"| set | backbone | method | taps | PCA residual | reals | images | {PairCounts.Header} |",
            $"| --- | --- | --- | --- | --- | ---: | ---: | {PairCounts.Rule} |",
        };
        var differences = new List<string>();
        foreach (var (open, size) in Sets(data, options))
        {
            var first = new Dictionary<(FitMethod, bool?), PairCounts>();
            foreach (var backbone in options.List("--only", Backbones))
            {
                // Inception is ten times slower than MobileNet: it gets fewer images.
                var (reals, images) = backbone == "inception-mid" ? (Math.Min(600, size.Reals), Math.Min(40, size.Images)) : size;
                using var set = open(reals, images);
                using var extractor = new FeatureExtractor(new BackboneStore().Open(backbone), new ExtractorOptions());
                await foreach (var (fit, counts) in CountAsync(lines, set, extractor, options))
                {
                    if (!first.TryAdd((fit.Method, fit.PcaResidual), counts) && images == size.Images)
                    {
                        differences.Add($"| {set.Name} | {backbone} | {Name(fit)} | {counts.Ahead(first[(fit.Method, fit.PcaResidual)])} |");
                    }
                }
            }
        }

        if (differences.Count > 0)
        {
            lines.AddRange([string.Empty, $"All pairs, percent ahead of {options.List("--only", Backbones)[0]} on the same images:", string.Empty, "| set | backbone | method | taps | PCA residual | ahead |", "| --- | --- | --- | --- | --- | ---: |", .. differences]);
        }

        await TableFile.WriteAsync(lines, args);
        return 0;
    }

    private static IEnumerable<(Func<int, int, TestSet> Open, (int Reals, int Images) Size)> Sets(string? data, Arguments options)
    {
        var (reals, images) = (options.Number("--reals", 3000), options.Number("--images", data is null ? 1000 : 200));
        return data is not null
            ? [((mostReals, mostImages) => TestSet.OpenFolder(data, mostReals, mostImages), (reals, images))]
            : [(TestSet.OpenFashion, (reals, images)), (TestSet.OpenEmoji, (reals, Math.Min(400, images)))];
    }

    private static async IAsyncEnumerable<(FitOptions Fit, PairCounts Counts)> CountAsync(
        List<string> lines, TestSet set, FeatureExtractor extractor, Arguments options)
    {
        var reals = await FeatureSet.ExtractAsync(extractor, set.Reals);
        using var degraded = new DegradedSource(set.HeldOut);
        var versions = await FeatureSet.ExtractAsync(extractor, degraded);
        foreach (var fit in Fits.Where(fit => options.Has("--residual") || fit.Residual is null).SelectMany(fit => Taps.Of(options).Select(taps =>
            new FitOptions { Method = fit.Method, PcaResidual = fit.Residual, Taps = taps })))
        {
            var scores = QualityModel.Fit(reals, fit).Score(versions.Matrix);
            var pairs = new PairCounts();
            for (var image = 0; image < set.HeldOut.Count; image++)
            {
                pairs.Add(scores.AsSpan(image * DegradedSource.Versions, DegradedSource.Versions));
            }

            lines.Add($"| {set.Name} | {extractor.Backbone.Name} | {Name(fit)} | {reals.Matrix.Rows} | {set.HeldOut.Count} | {pairs} |");
            await Console.Error.WriteLineAsync(lines[^1]);
            yield return (fit, pairs);
        }
    }

    private static string Name(FitOptions fit) => $"{fit.Method} | {Taps.Name(fit.Taps)} | {(fit.PcaResidual is false ? "off" : fit.Method == FitMethod.Knn ? string.Empty : "on")}";
}
