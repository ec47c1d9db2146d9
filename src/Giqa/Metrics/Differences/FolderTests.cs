namespace Giqa.Metrics;

/// <summary>
/// The tests of one pair of generated sets, folder by folder (class by class): of QS, precision and density, which are means over
/// the generated images. Models and balls are those of all reals.
/// </summary>
internal static class FolderTests
{
    private static readonly string[] Metrics = [.. ComparisonMetric.All.Where(metric => metric.Test == DifferenceTest.MeanOfGenerated).Select(metric => metric.Key)];

    internal static IEnumerable<PairedTest> Run(SetMeasures first, SetMeasures second, ComparisonOptions options, CancellationToken cancellationToken)
    {
        if (first.FolderNames.Distinct(StringComparer.Ordinal).Count() < 2)
        {
            yield break;
        }

        foreach (var folder in first.FolderNames.Intersect(second.FolderNames, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (ofFirst, ofSecond) = (Rows(first, folder), Rows(second, folder));
            if (Math.Min(ofFirst.Length, ofSecond.Length) < PairTests.LeastImages)
            {
                continue;
            }

            var labels = RowSubsets.Relabellings(ofFirst.Length, ofSecond.Length, options.Replicates, options.Seed);
            foreach (var metric in Metrics.Where(metric => first.Effects.ContainsKey(metric) && second.Effects.ContainsKey(metric)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (a, b) = (Values(first, metric, ofFirst), Values(second, metric, ofSecond));
                var bare = new PairedTest(metric, first.Name, second.Name, a.Average() - b.Average(), null, null, null) { Folder = folder };
                yield return PairTests.OfMeans(bare, a, b, labels, options.Threads, cancellationToken);
            }
        }
    }

    private static int[] Rows(SetMeasures set, string folder) => [.. Enumerable.Range(0, set.Rows).Where(row => set.FolderNames[row] == folder)];

    private static double[] Values(SetMeasures set, string metric, int[] rows)
    {
        var values = set.Effects[metric].GeneratedValues;
        return Array.ConvertAll(rows, row => values[row]);
    }
}
