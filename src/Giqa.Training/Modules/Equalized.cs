using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>
/// Equalised learning rate (Karras et al. 2018, section 4.1): weights are drawn from N(0, 1) and scaled by gain / sqrt(fan-in) when they are used,
/// so that a step of Adam changes every layer by the same share.
/// </summary>
internal static class Equalized
{
    /// <summary>He's gain, which preserves the size of values after a ReLU.</summary>
    internal const double Gain = 1.4142135623730951;

    /// <summary>The factor that weights are scaled by when used.</summary>
    /// <param name="shape">Outputs x inputs, followed by the kernel's sides.</param>
    /// <param name="gain">The size of outputs for inputs of size 1.</param>
    internal static double Scale(long[] shape, double gain) => gain / Math.Sqrt(shape.Skip(1).Aggregate(1L, (product, axis) => product * axis));
}

/// <summary>A convolution that keeps the image's side, at an equalised learning rate.</summary>
internal sealed class EqualizedConv2d : Layer
{
    private readonly Tensor _weight;
    private readonly Tensor _bias;
    private readonly double _scale;
    private readonly long _padding;

    /// <param name="inputChannels">Channels of the input.</param>
    /// <param name="outputChannels">Channels of the output.</param>
    /// <param name="kernel">The odd side of the square kernel.</param>
    /// <param name="gain">The size of outputs for inputs of size 1.</param>
    internal EqualizedConv2d(long inputChannels, long outputChannels, long kernel, double gain = Equalized.Gain)
    {
        _weight = AddParameter("weight", Tensor.RandomNormal(outputChannels, inputChannels, kernel, kernel));
        _bias = AddParameter("bias", Tensor.Zeros(outputChannels));
        (_scale, _padding) = (Equalized.Scale(_weight.Shape, gain), kernel / 2);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Op.Convolution.Call(input, _weight * _scale, _bias, 1, _padding);
}

/// <summary>A fully connected layer at an equalised learning rate.</summary>
internal sealed class EqualizedLinear : Layer
{
    private readonly Tensor _weight;
    private readonly Tensor _bias;
    private readonly double _scale;

    /// <param name="inputs">Numbers in.</param>
    /// <param name="outputs">Numbers out.</param>
    /// <param name="gain">The size of outputs for inputs of size 1.</param>
    internal EqualizedLinear(long inputs, long outputs, double gain = Equalized.Gain)
    {
        _weight = AddParameter("weight", Tensor.RandomNormal(outputs, inputs));
        _bias = AddParameter("bias", Tensor.Zeros(outputs));
        _scale = Equalized.Scale(_weight.Shape, gain);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Op.Linear.Call(input, _weight * _scale, _bias);
}
