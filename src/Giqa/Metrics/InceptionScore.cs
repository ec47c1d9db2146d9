using System.Numerics.Tensors;
using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>
/// The Inception Score exp(E KL(p(y|x) || p(y))) (Salimans et al., 2016), from class logits. Published figures use
/// the FID network's 1008 logits without their bias.
/// </summary>
internal static class InceptionScore
{
    /// <summary>The score of a set, in float64 from the logits on.</summary>
    /// <param name="logits">N x classes, at least as many rows as splits, all finite.</param>
    /// <param name="options">Splits and shuffle.</param>
    /// <param name="cancellationToken">Checked per split.</param>
    /// <exception cref="GiqaException">Fewer rows than splits, or logits that are not finite.</exception>
    public static InceptionScoreResult Compute(FeatureMatrix logits, InceptionScoreOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(options);
        if (logits.Rows < options.Splits)
        {
            throw new GiqaException($"{options.Splits} splits need at least as many images, but the set has {logits.Rows}: add images or ask for fewer splits");
        }

        var order = options.Shuffle ? new RowSampler(options.Seed, options.Convention).Permutation(logits.Rows) : null;
        var values = new double[options.Splits];
        ParallelBlocks.Run(
            values.Length,
            options.Threads,
            split =>
            {
                var start = (int)((long)split * logits.Rows / values.Length);
                var end = (int)((long)(split + 1) * logits.Rows / values.Length);
                values[split] = Score(logits, order, start, end);
            },
            cancellationToken);
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return double.IsFinite(mean)
            ? new InceptionScoreResult(mean, deviation, values)
            : throw new GiqaException("the class logits hold values that are not finite numbers: extract them again");
    }

    /// <summary>
    /// E KL(p || q) = E sum p ln p - sum q ln q with q = E p, so that one pass over the rows is enough.
    /// </summary>
    private static double Score(FeatureMatrix logits, int[]? order, int start, int end)
    {
        var classes = logits.Columns;
        var marginal = new double[classes];
        var row = new double[classes];
        var probabilities = new double[classes];
        var negativeEntropy = 0.0;
        for (var i = start; i < end; i++)
        {
            TensorPrimitives.ConvertTruncating(logits.Row(order?[i] ?? i), row);
            TensorPrimitives.Subtract(row, TensorPrimitives.Max<double>(row), row);
            TensorPrimitives.Exp<double>(row, probabilities);
            var total = StableSums.Sum(probabilities);
            negativeEntropy += (StableSums.Dot(probabilities, row) / total) - Math.Log(total);
            TensorPrimitives.MultiplyAdd(probabilities, 1.0 / total, marginal, marginal);
        }

        var count = end - start;
        var marginalEntropy = 0.0;
        foreach (var sum in marginal)
        {
            var share = sum / count;
            marginalEntropy -= share > 0.0 ? share * Math.Log(share) : 0.0;
        }

        return Math.Exp((negativeEntropy / count) + marginalEntropy);
    }
}

/// <summary>How the Inception Score splits its images.</summary>
public sealed record InceptionScoreOptions
{
    /// <summary>How many contiguous splits; split i holds images [i N / splits, (i + 1) N / splits).</summary>
    /// <value>Default 10.</value>
    public int Splits
    {
        get;
        init => field = value > 0 ? value : throw new GiqaException($"the Inception Score needs at least 1 split, not {value}");
    } = 10;

    /// <summary>Whether images are shuffled before they are split, so that sorted folders do not bias the splits.</summary>
    /// <value>Default true.</value>
    public bool Shuffle { get; init; } = true;

    /// <summary>The seed of the shuffle.</summary>
    /// <value>Default 0.</value>
    public ulong Seed { get; init; }

    /// <summary>Which generator shuffles.</summary>
    /// <value>Default Giqa's. <see cref="RandomConvention.NumpyLegacy"/> with seed 2020 shuffles as torch-fidelity does.</value>
    internal RandomConvention Convention { get; init; }

    /// <summary>How many threads; 0 takes one per processor. The result does not depend on it.</summary>
    /// <value>Default 0.</value>
    public int Threads { get; init; }
}

/// <summary>The Inception Score over splits.</summary>
/// <param name="Mean">The mean of the splits' scores, between 1 and the number of classes; higher is better.</param>
/// <param name="StandardDeviation">Their population standard deviation.</param>
/// <param name="Values">The score of every split.</param>
internal sealed record InceptionScoreResult(double Mean, double StandardDeviation, IReadOnlyList<double> Values);
