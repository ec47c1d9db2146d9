using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Optimization;

/// <summary>
/// A second network that follows the trained one: each parameter moves by (1 - decay) towards it after each step, buffers are copied.
/// A generator's samples are better from the average than from any single step.
/// </summary>
internal sealed class ExponentialMovingAverage
{
    private readonly Tensor[] _targets;
    private readonly Tensor[] _sources;
    private readonly (Tensor Target, Tensor Source)[] _buffers;

    /// <summary>Starts with the averaged network equal to the trained one.</summary>
    /// <param name="average">The network that follows; same structure, without gradients from now on.</param>
    /// <param name="trained">The network that is trained.</param>
    /// <param name="decay">How much is kept at each step, in [0, 1).</param>
    public ExponentialMovingAverage(Module average, Module trained, double decay)
    {
        if (decay is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(decay), decay, "must be in [0, 1)");
        }

        Decay = decay;
        average.CopyFrom(trained);
        average.RequireGradients(false);
        _targets = average.Parameters();
        _sources = trained.Parameters();
        _buffers = [.. average.NamedBuffers().Zip(trained.NamedBuffers(), (target, source) => (target.Value, source.Value))];
    }

    /// <summary>How much is kept at each step.</summary>
    public double Decay { get; }

    /// <summary>Follows the trained network by one step with a given decay, for example while the average still holds the initial random weights.</summary>
    /// <param name="decay">How much is kept at this step, in [0, 1).</param>
    public void Update(double decay)
    {
        using var noGrad = new NoGrad();
        Op.EachMultiplyInto.Run(_targets, decay);
        Op.EachAddInto.Run(_targets, _sources, 1 - decay);
        foreach (var (target, source) in _buffers)
        {
            target.CopyFrom(source);
        }
    }
}
