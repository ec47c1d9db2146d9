using Giqa.Numerics;
using Giqa.Training.Data;
using Giqa.Training.Torch;

namespace Giqa.Training.Generators;

/// <summary>Makes batches of the training images: every one once an epoch, in an order that only the seed and the epoch determine.</summary>
internal sealed class TrainingBatches(TrainingSet set, RunConfiguration configuration, int[] trained, string device)
{
    private readonly GeneratorShape _shape = configuration.Shape;
    private readonly GeneratorOptions _options = configuration.Options;
    private readonly ShuffledOrder _order = new(trained.Length, configuration.Options.Seed);

    /// <summary>Makes a batch in the current scope.</summary>
    /// <param name="number">Its number since the training began.</param>
    /// <param name="random">Draws latent vectors and which images are mirrored.</param>
    internal TrainingBatch Load(long number, SeededRandom random)
    {
        _order.Drawn = number * _options.Batch;
        var chosen = Array.ConvertAll(_order.Next(_options.Batch), place => trained[place]);
        var mirrored = Array.ConvertAll(chosen, _ => _options.Mirror && random.NextInt(2) == 1);
        var length = _shape.Channels * _shape.Size * _shape.Size;
        var values = new float[chosen.Length * length];
        for (var i = 0; i < chosen.Length; i++)
        {
            var target = values.AsSpan(i * length, length);
            ImagePlanes.Scale(set.Pixels(chosen[i]), target);
            MirrorRows(target, mirrored[i]);
        }

        var real = Tensor.From(values, chosen.Length, _shape.Channels, _shape.Size, _shape.Size).To(device);
        if (!_shape.IsConditional)
        {
            return new TrainingBatch(real, WeightDraw.Normal(random, 1, 0, chosen.Length, _shape.Latent).To(device), null);
        }

        var conditions = Conditions(chosen, mirrored);
        return new TrainingBatch(real, conditions, conditions);
    }

    private Tensor Conditions(int[] chosen, bool[] mirrored)
    {
        var length = _shape.ConditionChannels * _shape.Size * _shape.Size;
        var values = new float[chosen.Length * length];
        for (var i = 0; i < chosen.Length; i++)
        {
            var target = values.AsSpan(i * length, length);
            set.Condition(chosen[i]).CopyTo(target);
            MirrorRows(target, mirrored[i]);
        }

        return Tensor.From(values, chosen.Length, _shape.ConditionChannels, _shape.Size, _shape.Size).To(device);
    }

    private void MirrorRows(Span<float> values, bool mirrored)
    {
        for (var start = 0; mirrored && start < values.Length; start += _shape.Size)
        {
            values.Slice(start, _shape.Size).Reverse();
        }
    }
}

/// <summary>What a step sees.</summary>
/// <param name="Real">Real images, in -1..1.</param>
/// <param name="Input">What the generator starts from: latent vectors, or the real images' conditions.</param>
/// <param name="Condition">The conditions, or null.</param>
internal sealed record TrainingBatch(Tensor Real, Tensor Input, Tensor? Condition)
{
    /// <summary>Images as the discriminator sees them: with their conditions behind them, if there are any.</summary>
    internal Tensor Beside(Tensor images) => Condition is null ? images : Tensor.Concatenate([images, Condition], axis: 1);
}
