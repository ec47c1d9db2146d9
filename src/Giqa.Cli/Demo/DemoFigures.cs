using Giqa.Cli.Comparing;
using Giqa.Images.Snapshots;
using Giqa.Metrics;
using Giqa.Models;
using Giqa.Scores;

namespace Giqa.Cli.Demo;

/// <summary>What the demo says about its generators.</summary>
internal static class DemoFigures
{
    /// <summary>QS and DS of every generator and iteration.</summary>
    /// <param name="samples">The samples, their names beginning with the generator.</param>
    /// <param name="scores">Their scores under a model of real images.</param>
    /// <param name="folder">The folder that the names are relative to.</param>
    /// <param name="heldOut">Real images that no model has seen.</param>
    /// <param name="reader">Reads features.</param>
    /// <param name="threads">Threads to fit with.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<DemoSnapshot>> SnapshotsAsync(
        IEnumerable<SnapshotImage> samples, IEnumerable<ImageScore> scores, string folder, string heldOut, SetReader reader, int threads, CancellationToken cancellationToken)
    {
        var quality = scores.ToDictionary(score => score.Image, score => score.Quality!.Value, StringComparer.Ordinal);
        var reals = await reader.ReadAsync(heldOut, cancellationToken).ConfigureAwait(false);
        var (snapshots, sets) = (new List<DemoSnapshot>(), new List<ComparisonInput>());
        foreach (var group in samples.GroupBy(sample => (Generator: GeneratorOf(sample), sample.Iteration)))
        {
            var place = Path.GetDirectoryName(Path.Combine(folder, group.First().Image))!;
            sets.Add(new ComparisonInput(place, await reader.ReadAsync(place, cancellationToken).ConfigureAwait(false), null));
            snapshots.Add(new DemoSnapshot(group.Key.Generator, group.Key.Iteration, group.Count(), group.Average(sample => quality[sample.Image]), 0));
        }

        // These are too few for a mixture and for a hold-out: neighbours, calibrated by folds.
        var options = new ComparisonOptions
        {
            Metrics = ComparisonMetrics.DiversityScore,
            Spread = false,
            Extrapolate = false,
            Threads = threads,
            Fit = new FitOptions { Method = FitMethod.Knn, HoldOut = 0, Threads = threads },
        };
        var report = Comparison.Run(reals, sets, options, null, cancellationToken);
        return [.. snapshots.Zip(report.Results, (snapshot, result) => snapshot with { DiversityScore = result.Figures.Ds!.Value })];
    }

    /// <summary>Compares the scores of each latent vector's samples over the iterations.</summary>
    public static IReadOnlyList<DemoOrder> Order(IEnumerable<SnapshotImage> samples, IEnumerable<ImageScore> scores)
    {
        var byName = scores.ToDictionary(score => score.Image, score => score.Score!.Value, StringComparer.Ordinal);
        return [.. samples.GroupBy(GeneratorOf).Select(generator =>
        {
            var pairs = generator.GroupBy(sample => sample.Seed).SelectMany(seed => Pairs([.. seed.OrderBy(sample => sample.Iteration).Select(sample => byName[sample.Image])])).ToList();
            return new DemoOrder(generator.Key, pairs.Count, pairs.Average());
        })];
    }

    /// <summary>1 for each pair that rises, 0 for one that falls.</summary>
    private static IEnumerable<double> Pairs(double[] scores) =>
        from earlier in Enumerable.Range(0, scores.Length)
        from later in Enumerable.Range(earlier + 1, scores.Length - earlier - 1)
        select (1 + scores[later].CompareTo(scores[earlier])) / 2d;

    private static string GeneratorOf(SnapshotImage sample) => sample.Image[..sample.Image.IndexOf('/', StringComparison.Ordinal)];
}
