using System.Diagnostics;
using Giqa.Benchmarks.Degradations;
using Giqa.Benchmarks.Support;
using Giqa.Features;
using Giqa.Images;
using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Benchmarks.Maps;

/// <summary>
/// Do maps find local damage, and leave untouched images alone? Takes the photographs of --data INPUT; --reals N and --images N
/// fewer of them, --rest N fewer untouched ones, --output FILE writes the table as well.
/// </summary>
internal static class MapBenchmark
{
    private const double Area = .074;
    private const double Level = .02;

    private static readonly (LocalDamageKind Kind, int Strength)[] Damages =
    [
        (LocalDamageKind.Noise, 3), (LocalDamageKind.Shuffle, 5), (LocalDamageKind.Fill, 1), (LocalDamageKind.Jpeg, 5), (LocalDamageKind.Swirl, 4),
        (LocalDamageKind.Colour, 5), (LocalDamageKind.Paste, 1), (LocalDamageKind.Blur, 4), (LocalDamageKind.Ghost, 1),
    ];

    internal static async Task<int> RunAsync(string[] args)
    {
        var options = new Arguments(args);
        if (options.Text("--data") is not { } data)
        {
            await Console.Error.WriteLineAsync("usage: bench/maps.sh DIR [--reals N] [--images N]");
            return 2;
        }

        using var set = TestSet.OpenFolder(data, options.Number("--reals", 900), options.Number("--images", 100));
        using var features = new FeatureExtractor(new BackboneStore().Open(null), new ExtractorOptions());
        using var extractor = PatchExtractor.Open();
        var global = QualityModel.Fit(await FeatureSet.ExtractAsync(features, set.Reals));
        var mapOptions = new MapOptions { Images = set.Reals.Count };
        using var lessons = new DamageLessons(extractor.Columns, apart: true);
        var maps = new MapFit(extractor, set.Reals, mapOptions, null, CancellationToken.None).Run(lessons);
        RgbImage[] images = [.. Enumerable.Range(0, set.HeldOut.Count).Select(i => set.HeldOut.Read(i).Decode(new DecodeOptions()))];
        FeatureMatrix[] untouched = [.. images.Select(extractor.Extract)];
        double[] globals = [.. images.Select(image => Quality(global, features.Extract(image)))];
        List<MapResult> learned = [], leftOut = [], extreme = [], extremeLeftOut = [];
        foreach (var (kind, strength) in Damages)
        {
            Damage(kind.ToString(), maps.With(lessons.Learn(kind), untouched), learned, leftOut, (i, box) => LocalDamage.Apply(images[i], kind, strength, box, images[(i + 1) % images.Length], (ulong)i));
        }

        var withoutForeign = maps.With(lessons.Learn(LocalDamageKind.Foreign), untouched);
        foreach (var name in ExtremeDamage.Names)
        {
            Damage(name, withoutForeign, extreme, extremeLeftOut, (i, box) => ExtremeDamage.Apply(images[i], name, box, (ulong)i));
        }

        void Damage(string name, MapModel without, List<MapResult> into, List<MapResult> intoLeftOut, Func<int, PixelBox, RgbImage> damage)
        {
            for (var i = 0; i < images.Length; i++)
            {
                var box = PixelBox.Random(images[i], Math.Sqrt(Area), Math.Sqrt(Area), new SeededRandom((ulong)i));
                var damaged = damage(i, box);
                var (cells, whole) = (extractor.Extract(damaged), (globals[i], Quality(global, features.Extract(damaged))));
                into.Add(MapResult.Of(maps, name, i, damaged, box, cells, untouched[i], whole));
                intoLeftOut.Add(MapResult.Of(without, name, i, damaged, box, cells, untouched[i], whole));
            }

            Console.Error.WriteLine(MapTable.Row(name, [.. into.Where(result => result.Kind == name)]));
        }

        FeatureMatrix[] rest = [.. untouched, .. set.Rest is { } left ? Enumerable.Range(0, Math.Min(left.Count, options.Number("--rest", 500))).Select(i => extractor.Extract(left.Read(i).Decode(new DecodeOptions()))) : []];
        double[][] scores = [.. rest.Select(maps.Scorer.Score)];
        double[] flagged = [.. scores.Select(cells => maps.Worst.Quality(cells.Min()) < Level ? 100.0 : 0)];
        double[] places = [.. scores.Select(cells => 100 * cells.Average(score => maps.Cells.Quality(score) < Level ? 1.0 : 0))];
        List<string> lines =
        [
            "# Do maps find local damage?",
            string.Empty,
            $"{Machine.Describe()}. `bench/maps.sh DIR`: learned and calibrated on {maps.RealImages} photographs; {images.Length} others, damaged in one rectangle of {100 * Area:F1} % of the area.",
            string.Empty,
            "Pixel AUROC: how often a pixel inside the rectangle is worse than one outside, over all images and within each; AUPRO up to .3 of what lies outside. Then the share of images whose worst cell lies in the rectangle; whose region quality is below .02; and that score lower than their untouched originals by the quality of the whole image (the default model), by the region quality, and by the product of both. In brackets the middle 95 % of redrawn images.",
            string.Empty,
            "## Damage of the kinds that maps learn from",
            string.Empty,
            .. MapTable.Of(learned),
            string.Empty,
            "## Damage of a kind that was left out of the learning, calibrated on the untouched images",
            string.Empty,
            .. MapTable.Of(leftOut),
            string.Empty,
            "## Damage that is not to be missed",
            string.Empty,
            "Rectangles of nothing that belongs into a photograph. *Not learned*: without the foreign pictures that maps learn from, calibrated on the untouched images.",
            string.Empty,
            .. MapTable.OfExtremes(extreme, extremeLeftOut),
            string.Empty,
            "## Untouched images",
            string.Empty,
            $"{rest.Length} images that nothing was learned from or calibrated on. Region quality below .02: {MapTable.Share(flagged, "F1")} % of the images. Places below .02: {MapTable.Share(places, "F1")} %. CPU time of a map: {Milliseconds(maps, images):F1} ms an image, the network included.",
        ];
        await TableFile.WriteAsync(lines, args);
        return 0;
    }

    private static double Quality(QualityModel model, float[] features) => model.Qualities(new FeatureMatrix(1, features.Length, features), 1)[0];

    private static double Milliseconds(MapModel maps, RgbImage[] images)
    {
        using var mapper = new QualityMapper(maps);
        _ = mapper.Map(images[0]);
        using var process = Process.GetCurrentProcess();
        var start = process.TotalProcessorTime;
        foreach (var image in images)
        {
            _ = mapper.Map(image);
        }

        process.Refresh();
        return (process.TotalProcessorTime - start).TotalMilliseconds / images.Length;
    }

    /// <summary>Other weights, calibrated on the untouched images: an order of places needs no more.</summary>
    private static MapModel With(this MapModel maps, PatchScorer scorer, FeatureMatrix[] untouched)
    {
        double[][] scores = [.. untouched.Select(scorer.Score)];
        return new MapModel(scorer, Calibration.Fit([.. scores.SelectMany(cells => cells)]), Calibration.FitUnseen([.. scores.Select(cells => cells.Min())]), maps.Fingerprint, maps.RealImages);
    }
}
