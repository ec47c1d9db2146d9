using System.Numerics.Tensors;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>Says of pairs of images how much their judgement is expected to tell about the utilities of all images, and chooses those that tell most.</summary>
/// <param name="rows">The images along the components that the utility is linear in, row-major.</param>
/// <param name="posterior">What is known of the utility.</param>
/// <remarks>Not safe for use by several threads at once.</remarks>
internal sealed class InformativePairs(double[] rows, PreferencePosterior posterior)
{
    // Before any judgement: people who prefer the better of two images in three of four pairs or so.
    private const double FirstDeviation = 1.5;

    /// <summary>The most images whose utilities count, taken evenly from all: their mean says as much as that of all.</summary>
    internal const int MostTargets = 256;

    /// <summary>Judgements that a fit takes; before them nothing is known.</summary>
    internal const int FirstJudgements = 20;

    private readonly int _dimensions = posterior.Weights.Length;
    private readonly Dictionary<int, Known> _known = [];

    private int Images => rows.Length / _dimensions;

    /// <summary>Knows what judgements say of images, all <see cref="Level"/>.</summary>
    internal static InformativePairs After(JudgedImages images, PreferenceLabels labels, CancellationToken cancellationToken)
    {
        var level = Level(images.Rows, images.Components.Count);
        return new InformativePairs(level, labels.Count < FirstJudgements ? Nothing(level, images.Components.Count) : PreferenceFit.Run(images, labels, hasSpread: true, cancellationToken));
    }

    /// <summary>What is known before any judgement.</summary>
    internal static PreferencePosterior Nothing(double[] rows, int dimensions)
    {
        var (deviation, spread) = (FirstDeviation / UsualLength(rows, dimensions), new double[dimensions * dimensions]);
        for (var i = 0; i < dimensions; i++)
        {
            spread[(i * dimensions) + i] = deviation;
        }

        return new PreferencePosterior { Weights = new double[dimensions], Spread = spread, PriorDeviation = deviation, LogTie = PairFit.UsualLogTie, LogEvidence = 0 };
    }

    /// <summary>
    /// Rows from which to choose: every image's of the same length. A linear utility makes most of the most unusual images, of which
    /// pairs would be chosen first; people's opinions of those are no further apart than of others.
    /// </summary>
    internal static double[] Level(double[] rows, int dimensions)
    {
        var (length, level) = (UsualLength(rows, dimensions), (double[])rows.Clone());
        for (var start = 0; start < level.Length; start += dimensions)
        {
            var row = level.AsSpan(start, dimensions);
            if (TensorPrimitives.Norm<double>(row) is > 0 and var own)
            {
                TensorPrimitives.Multiply(row, length / own, row);
            }
        }

        return level;
    }

    private static double UsualLength(double[] rows, int dimensions) => Math.Max(TensorPrimitives.Norm<double>(rows) / Math.Sqrt(Math.Max(rows.Length / dimensions, 1)), 1e-6);

    /// <summary>The probability that the image of the greater expected utility has the greater utility: .5 to 1.</summary>
    internal double SureOrder(int first, int second)
    {
        var (mean, variance) = Difference(Know(first), Know(second));
        return variance > 0 ? 1 - (StudentT.TwoSided(Math.Abs(mean) / Math.Sqrt(variance), double.PositiveInfinity) / 2) : 1;
    }

    /// <summary>
    /// Chooses candidates for one batch: of the pairs whose images people were asked about least, each time the one whose answer is expected
    /// to lower the variance of all images' utilities about their mean the most, given that those chosen before it will have been answered.
    /// </summary>
    /// <param name="candidates">Pairs by their rows.</param>
    /// <param name="answered">What was judged before.</param>
    /// <param name="count">The most that come back.</param>
    /// <returns>Numbers of candidates.</returns>
    /// <remarks>
    /// What an answer tells about its own pair is a worse guide while little is known: that is most for the most unusual images, which
    /// tell little about the others. And what people see in an image is in part its own: a second question about it has that part again,
    /// which the utility takes for news of all images alike.
    /// </remarks>
    internal IReadOnlyList<int> Choose(IReadOnlyList<(int First, int Second)> candidates, IReadOnlyList<PreferenceComparison> answered, int count)
    {
        var (open, images) = Open(candidates);
        var (chosen, columns, asked) = (new List<int>(), new List<Column>(), new int[Images]);
        foreach (var comparison in answered)
        {
            asked[comparison.First]++;
            asked[comparison.Second]++;
        }

        int Asked(Candidate candidate) => asked[candidate.First.Image] + asked[candidate.Second.Image];
        while (chosen.Count < count && open.Count > 0)
        {
            var least = open.Min(Asked);
            var best = open.Where(candidate => Asked(candidate) == least).MaxBy(Gain)!;
            chosen.Add(best.Number);
            _ = open.Remove(best);
            asked[best.First.Image]++;
            asked[best.Second.Image]++;
            Answer(best, open, images, columns);
        }

        return chosen;
    }

    /// <summary>The candidates, and the images that they are of, with all that is known of them before the batch.</summary>
    private (List<Candidate> Open, Known[] Images) Open(IReadOnlyList<(int First, int Second)> candidates)
    {
        List<Candidate> open = [.. candidates.Select((pair, i) => new Candidate(i, Know(pair.First), Know(pair.Second)))];
        Known[] images = [.. open.SelectMany(candidate => (Known[])[candidate.First, candidate.Second]).Distinct()];
        var count = Math.Min(Images, MostTargets);
        Known[] targets = [.. Enumerable.Range(0, count).Select(i => Know((int)((long)i * Images / count)))];
        foreach (var (place, image) in images.Index())
        {
            image.Place = place;
            image.WithTargets = Array.ConvertAll(targets, target => Covariance(target, image));
            TensorPrimitives.Subtract(image.WithTargets, TensorPrimitives.Sum<double>(image.WithTargets) / count, image.WithTargets);
        }

        foreach (var candidate in open)
        {
            (var mean, candidate.Variance) = Difference(candidate.First, candidate.Second);
            candidate.Noise = 1 / Math.Max(ExpectedCurvature.Of(mean, Math.Sqrt(candidate.Variance), posterior.LogTie), 1e-9);
        }

        return (open, images);
    }

    /// <summary>By how much the variance of the targets' utilities about their mean will fall, summed over them.</summary>
    private static double Gain(Candidate candidate)
    {
        var distance = TensorPrimitives.Distance<double>(candidate.First.WithTargets, candidate.Second.WithTargets);
        return distance * distance / (candidate.Variance + candidate.Noise);
    }

    /// <summary>Takes a pair as answered: how much is known afterwards depends on the expected curvature, not on what the answer is.</summary>
    private static void Answer(Candidate answered, List<Candidate> open, Known[] images, List<Column> columns)
    {
        var (first, second) = (answered.First, answered.Second);
        double[] own = [.. images.Select(image => Covariance(image, first) - Covariance(image, second)
            - columns.Sum(column => column.Scale * column.Own[image.Place] * (column.Own[first.Place] - column.Own[second.Place])))];
        var (scale, told) = (1 / (answered.Variance + answered.Noise), new double[first.WithTargets.Length]);
        TensorPrimitives.Subtract(first.WithTargets, second.WithTargets, told);
        foreach (var image in images)
        {
            TensorPrimitives.MultiplyAdd(told, -scale * own[image.Place], image.WithTargets, image.WithTargets);
        }

        foreach (var candidate in open)
        {
            candidate.Variance = Math.Max(candidate.Variance - (scale * Square(own[candidate.First.Place] - own[candidate.Second.Place])), 0);
        }

        columns.Add(new Column(own, scale));
    }

    private static (double Mean, double Variance) Difference(Known first, Known second) =>
        (first.Utility - second.Utility, Square(TensorPrimitives.Distance<double>(first.Whitened, second.Whitened)));

    /// <summary>The covariance of two utilities, but for terms of either image alone, which differences do not have.</summary>
    private static double Covariance(Known first, Known second) => TensorPrimitives.Dot<double>(first.Whitened, second.Whitened);

    private Known Know(int image)
    {
        if (!_known.TryGetValue(image, out var known))
        {
            var whitened = new double[_dimensions];
            var row = rows.AsSpan(image * _dimensions, _dimensions);
            posterior.Whiten(row, whitened);
            _known[image] = known = new Known(image, whitened, posterior.Utility(row));
        }

        return known;
    }

    private static double Square(double value) => value * value;

    /// <summary>An answer's part in what is known: the covariance of every image with the pair's difference, and one over that difference's variance.</summary>
    private sealed record Column(double[] Own, double Scale);

    private sealed class Candidate(int number, Known first, Known second)
    {
        internal int Number => number;

        internal Known First => first;

        internal Known Second => second;

        /// <summary>Of the difference of the two utilities.</summary>
        internal double Variance { get; set; }

        /// <summary>Of an answer, in the same unit.</summary>
        internal double Noise { get; set; }
    }

    private sealed class Known(int image, double[] whitened, double utility)
    {
        internal int Image => image;

        internal double[] Whitened => whitened;

        internal double Utility => utility;

        internal int Place { get; set; }

        /// <summary>The covariance of its utility with every target's, less the mean of these.</summary>
        internal double[] WithTargets { get; set; } = [];
    }
}
