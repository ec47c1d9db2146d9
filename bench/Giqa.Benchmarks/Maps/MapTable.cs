using Giqa.Benchmarks.Support;

namespace Giqa.Benchmarks.Maps;

/// <summary>Figures of many maps as rows of a table.</summary>
internal static class MapTable
{
    private const double Level = .02;

    internal static IEnumerable<string> Of(List<MapResult> results) =>
    [
        "| damage | pixel AUROC | within an image | AUPRO | worst cell inside | region < .02 | lower by the whole | by the region | by both |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        .. results.GroupBy(result => result.Kind).Select(group => Row(group.Key.ToLowerInvariant(), [.. group])),
        Row("all", results),
    ];

    internal static string Row(string name, IReadOnlyList<MapResult> results) => "| " + string.Join(" | ",
        name,
        Pooled(results),
        Mean(results, result => Auroc([result]), "F3"),
        Overlap(results),
        Mean(results, result => result.IsHit ? 1 : 0, "F2"),
        Mean(results, result => result.Region < Level ? 1 : 0, "F2"),
        Mean(results, result => result.Whole.Damaged < result.Whole.Untouched ? 1 : 0, "F2"),
        Mean(results, result => result.Region < result.UntouchedRegion ? 1 : 0, "F2"),
        Mean(results, result => result.Region * result.Whole.Damaged < result.UntouchedRegion * result.Whole.Untouched ? 1 : 0, "F2")) + " |";

    /// <summary>What is said of damage that is not to be missed.</summary>
    internal static IEnumerable<string> OfExtremes(List<MapResult> learned, List<MapResult> leftOut) =>
    [
        "| damage | pixel AUROC | worst cell inside | region < .02 | mean quality inside | not learned: pixel AUROC | worst cell inside | region < .02 | mean quality inside |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        .. learned.Zip(leftOut).GroupBy(pair => pair.First.Kind).Select(group => $"| {group.Key} | {Extreme([.. group.Select(pair => pair.First)])} | {Extreme([.. group.Select(pair => pair.Second)])} |"),
        $"| all | {Extreme(learned)} | {Extreme(leftOut)} |",
    ];

    private static string Extreme(IReadOnlyList<MapResult> results) => string.Join(
        " | ", Pooled(results), Mean(results, result => result.IsHit ? 1 : 0, "F2"), Mean(results, result => result.Region < Level ? 1 : 0, "F2"), Mean(results, result => result.MeanInside, "F3"));

    /// <summary>A mean with its interval.</summary>
    internal static string Share(double[] values, string format) =>
        Bootstrap.Cell(values.Average(), Bootstrap.Interval(values.Length, drawn => drawn.Average(i => values[i])), format);

    /// <summary>Images are redrawn, each with all of its damages.</summary>
    private static string Mean(IReadOnlyList<MapResult> results, Func<MapResult, double> figure, string format) =>
        Share([.. results.GroupBy(result => result.Image).Select(group => group.Average(figure))], format);

    private static string Pooled(IReadOnlyList<MapResult> results)
    {
        MapResult[][] images = [.. results.GroupBy(result => result.Image).Select(group => group.ToArray())];
        (int[] Inside, int[] Outside)[] sums = [.. images.Select(image => (Sum(image, result => result.Inside), Sum(image, result => result.Outside)))];
        return Bootstrap.Cell(Auroc(results), Bootstrap.Interval(images.Length, drawn => Auroc(drawn.Select(i => sums[i]))), "F3");
    }

    /// <summary>
    /// The area under per-region overlap (Bergmann 2020): the share of a rectangle that is worse than a level, averaged over rectangles, against the
    /// share of what lies outside that is, up to .3 of it.
    /// </summary>
    private static string Overlap(IReadOnlyList<MapResult> results)
    {
        MapResult[][] images = [.. results.GroupBy(result => result.Image).Select(group => group.ToArray())];
        return Bootstrap.Cell(Aupro(results), Bootstrap.Interval(images.Length, drawn => Aupro(drawn.SelectMany(i => images[i]))), "F3");
    }

    private static double Aupro(IEnumerable<MapResult> results)
    {
        const double most = .3;
        var (overlap, outside, count) = (new double[MapResult.Bins], new long[MapResult.Bins], 0);
        foreach (var result in results)
        {
            count++;
            double whole = result.Inside.Sum();
            for (var bin = 0; bin < MapResult.Bins; bin++)
            {
                overlap[bin] += result.Inside[bin] / whole;
                outside[bin] += result.Outside[bin];
            }
        }

        var (area, height, share, all) = (0.0, 0.0, 0.0, (double)outside.Sum());
        for (var bin = 0; bin < MapResult.Bins && share < most; bin++)
        {
            var (step, rise) = (outside[bin] / all, overlap[bin] / count);
            var used = Math.Min(step, most - share);
            area += used * (height + (step > 0 ? .5 * rise * used / step : 0));
            (share, height) = (share + step, height + rise);
        }

        return area / most;
    }

    private static int[] Sum(MapResult[] results, Func<MapResult, int[]> counts)
    {
        var sum = new int[MapResult.Bins];
        foreach (var result in results)
        {
            System.Numerics.Tensors.TensorPrimitives.Add(sum, counts(result), sum);
        }

        return sum;
    }

    private static double Auroc(IEnumerable<MapResult> results) => Auroc(results.Select(result => (result.Inside, result.Outside)));

    /// <summary>The share of pairs of a pixel inside and one outside of which the one inside is worse, ties half.</summary>
    private static double Auroc(IEnumerable<(int[] Inside, int[] Outside)> counts)
    {
        var (inside, outside) = (new long[MapResult.Bins], new long[MapResult.Bins]);
        foreach (var (bad, good) in counts)
        {
            for (var bin = 0; bin < MapResult.Bins; bin++)
            {
                inside[bin] += bad[bin];
                outside[bin] += good[bin];
            }
        }

        var (worse, sum) = (0.0, 0.0);
        for (var bin = 0; bin < MapResult.Bins; bin++)
        {
            sum += outside[bin] * (worse + (inside[bin] / 2.0));
            worse += inside[bin];
        }

        return sum / (worse * outside.Sum());
    }
}
