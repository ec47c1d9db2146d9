using Giqa.Agreement;
using Giqa.Images.Snapshots;
using Giqa.Numerics;

namespace Giqa.Benchmarks.Progress;

/// <summary>The qualities of a run's images, snapshot by snapshot in order of iteration.</summary>
internal sealed class SnapshotScores
{
    private readonly double[] _iterations;
    private readonly double[][] _qualities;
    private readonly bool _isPaired;

    /// <param name="images">The images, of which some may be left out.</param>
    /// <param name="qualities">One for each of them.</param>
    internal SnapshotScores(IEnumerable<SnapshotImage> images, IEnumerable<double> qualities)
    {
        var snapshots = images.Zip(qualities).GroupBy(row => row.First.Iteration).OrderBy(group => group.Key).Select(group => group.OrderBy(row => row.First.Seed, StringComparer.Ordinal).ToArray()).ToArray();
        _iterations = [.. snapshots.Select(snapshot => (double)snapshot[0].First.Iteration)];
        _qualities = [.. snapshots.Select(snapshot => snapshot.Select(row => row.Second).ToArray())];
        _isPaired = snapshots.All(snapshot => snapshot.Select(row => row.First.Seed).SequenceEqual(snapshots[0].Select(row => row.First.Seed), StringComparer.Ordinal));
    }

    /// <summary>How many snapshots there are.</summary>
    internal int Count => _iterations.Length;

    /// <summary>The mean quality of each snapshot's images.</summary>
    internal double[] Means => [.. _qualities.Select(snapshot => snapshot.Average())];

    /// <summary>Spearman's correlation of snapshots' means with their iterations.</summary>
    internal double Correlation(double[] means) => RankCorrelation.Spearman(_iterations, means);

    /// <summary>How many snapshots, in percent, are better than the one before them; ties half.</summary>
    internal static double InOrder(double[] means) =>
        100 * means.Zip(means.Skip(1)).Average(pair => pair.Second > pair.First ? 1 : pair.Second == pair.First ? .5 : 0);

    /// <summary>The means over redrawn images: the same latents in every snapshot where all have the same, else each snapshot's own.</summary>
    internal double[] Redraw(SeededRandom random)
    {
        if (!_isPaired)
        {
            return [.. _qualities.Select(snapshot => Enumerable.Range(0, snapshot.Length).Average(_ => snapshot[random.NextInt(snapshot.Length)]))];
        }

        int[] drawn = [.. Enumerable.Range(0, _qualities[0].Length).Select(_ => random.NextInt(_qualities[0].Length))];
        return [.. _qualities.Select(snapshot => drawn.Average(image => snapshot[image]))];
    }
}
