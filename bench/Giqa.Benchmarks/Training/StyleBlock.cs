using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Benchmarks.Training;

/// <summary>A residual block that halves the image, as in StarGAN v2's style encoder.</summary>
internal sealed class StyleBlock : Layer
{
    private readonly Conv2d _first;
    private readonly Conv2d _second;
    private readonly Conv2d? _shortcut;
    private readonly Activation _activation = Activation.LeakyRelu();
    private readonly AveragePool _pool = new();

    internal StyleBlock(long inputs, long outputs)
    {
        _first = AddChild("conv1", new Conv2d(inputs, inputs, 3, 1, 1));
        _second = AddChild("conv2", new Conv2d(inputs, outputs, 3, 1, 1));
        _shortcut = inputs == outputs ? null : AddChild("conv1x1", new Conv2d(inputs, outputs, 1, 1, 0, bias: false));
    }

    public override Tensor Forward(Tensor input)
    {
        var shortcut = _pool.Forward(_shortcut?.Forward(input) ?? input);
        var inner = _pool.Forward(_first.Forward(_activation.Forward(input)));
        return (_second.Forward(_activation.Forward(inner)) + shortcut) * Math.Sqrt(0.5);
    }
}
