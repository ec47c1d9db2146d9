using Giqa.Scores;

namespace Giqa.Selection;

/// <summary>
/// Online hard negative mining (OHEM) for the training of a generator: generated samples of low quality get more weight in the
/// discriminator's loss (GIQA, section 4.2). This is only the weighting, for any training loop.
/// </summary>
/// <remarks>
/// A loss that is a mean over the batch becomes <c>sum(weight * loss) / count</c>, as in the paper: the weights are not
/// normalised, so a batch of hard samples pulls more than a batch of easy ones.
/// </remarks>
public static class Ohem
{
    /// <summary>The weight of every sample in the discriminator's loss.</summary>
    /// <param name="qualities">Qualities of a batch of generated samples, in (0, 1); NaN for a sample without one.</param>
    /// <param name="options">Threshold and weight; null for the paper's.</param>
    /// <returns>One weight per sample: <see cref="OhemOptions.Weight"/> below the threshold, 1 otherwise and for NaN.</returns>
    public static float[] Weights(ReadOnlySpan<double> qualities, OhemOptions? options = null)
    {
        options ??= new OhemOptions();
        var weights = new float[qualities.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = qualities[i] < options.Threshold ? (float)options.Weight : 1;
        }

        return weights;
    }

    /// <summary>The weight of every scored image; 1 for an image without a score.</summary>
    /// <inheritdoc cref="Weights(ReadOnlySpan{double}, OhemOptions?)"/>
    /// <param name="scores">Scores of a batch of generated samples.</param>
    /// <param name="options">Threshold and weight; null for the paper's.</param>
    public static float[] Weights(IReadOnlyList<ImageScore> scores, OhemOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return Weights([.. scores.Select(score => score.Quality ?? double.NaN)], options);
    }
}

/// <summary>Which generated samples count as hard negatives, and how much more they weigh (GIQA, section 5.3).</summary>
public sealed record OhemOptions
{
    /// <summary>T_q: samples whose quality is below it are hard.</summary>
    /// <value>In [0, 1]; default .2, the paper's.</value>
    public double Threshold
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new GiqaException($"a quality threshold of {value} is out of range: 0 to 1 are allowed");
    }

    = .2;

    /// <summary>w_l: the weight of hard samples; all others weigh 1.</summary>
    /// <value>Above 0 and at most 1000; default 2, the paper's.</value>
    public double Weight
    {
        get;
        init => field = value is > 0 and <= 1000 ? value : throw new GiqaException($"a weight of {value} is out of range: above 0 and at most 1000 is allowed");
    }

    = 2;
}
