using Giqa.Selection;
using Giqa.Training.Torch;

namespace Giqa.Training.Generators;

/// <summary>Weighs weak samples more in the discriminator's loss, and keeps account of what that costs.</summary>
internal sealed class OhemSampling(BatchQuality judge, OhemSettings rule, GeneratorShape shape, TimeProvider time, string device)
{
    private readonly OhemOptions _options = new() { Threshold = rule.Threshold, Weight = rule.Weight };
    private long _judged;
    private long _weak;

    /// <summary>The time spent so far.</summary>
    internal TimeSpan Cost { get; private set; }

    /// <summary>The share of weak samples among those judged so far; null when there were none.</summary>
    internal double? WeakShare => _judged > 0 ? _weak / (double)_judged : null;

    /// <summary>The weights of a batch of samples.</summary>
    /// <returns>N x 1, or null in an iteration without judgement.</returns>
    internal Tensor? Weights(Tensor samples, long iteration)
    {
        if (iteration % rule.Every != 0)
        {
            return null;
        }

        var start = time.GetTimestamp();
        double[] qualities = [.. judge(PixelValues.ToImages(samples.ToSingle(), shape.Channels, shape.Size))];
        var weights = Ohem.Weights(qualities, _options);
        _judged += qualities.Length;
        _weak += qualities.Count(quality => quality < rule.Threshold);
        Cost += time.GetElapsedTime(start);
        return Tensor.From(weights, weights.Length, 1).To(device);
    }
}
