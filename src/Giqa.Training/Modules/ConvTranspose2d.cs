using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>A transposed convolution over images, as <c>torch.nn.ConvTranspose2d</c>, but computed as the gradient of a convolution: the same numbers, faster.</summary>
internal sealed class ConvTranspose2d : Layer
{
    private readonly Tensor _weight;
    private readonly Tensor? _bias;
    private readonly ConvolutionOptions _options;
    private readonly bool _single;

    /// <summary>Creates it with PyTorch's default initialisation.</summary>
    /// <param name="inputChannels">Channels of the input.</param>
    /// <param name="outputChannels">Channels of the output.</param>
    /// <param name="kernel">The side of the square kernel.</param>
    /// <param name="options">Stride, padding and so on; neither groups nor dilation.</param>
    public ConvTranspose2d(long inputChannels, long outputChannels, long kernel, ConvolutionOptions? options = null)
    {
        _options = options ?? new ConvolutionOptions();
        if (_options.Groups != 1 || _options.Dilation != 1)
        {
            throw new ArgumentException("a transposed convolution does not support groups or dilation here: leave both at 1", nameof(options));
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(_options.OutputPadding, _options.Stride, nameof(options));
        _single = outputChannels == 1;
        var fanIn = outputChannels * kernel * kernel;
        _weight = AddParameter("weight", Initializer.LayerDefault([inputChannels, outputChannels, kernel, kernel], fanIn));
        _bias = _options.Bias ? AddParameter("bias", Initializer.BiasDefault(outputChannels, fanIn)) : null;
    }

    /// <summary>Creates it with PyTorch's default initialisation.</summary>
    /// <param name="inputChannels">Channels of the input.</param>
    /// <param name="outputChannels">Channels of the output.</param>
    /// <param name="kernel">The side of the square kernel.</param>
    /// <param name="stride">By how much the image grows.</param>
    /// <param name="padding">Rows and columns cut off on each side.</param>
    /// <param name="bias">Whether a number is added to each output channel.</param>
    public ConvTranspose2d(long inputChannels, long outputChannels, long kernel, long stride, long padding, bool bias = true)
        : this(inputChannels, outputChannels, kernel, new ConvolutionOptions { Stride = stride, Padding = padding, Bias = bias })
    {
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        // One output channel is the one case in which libtorch's own is faster.
        return _single
            ? Op.TransposedConvolution.Call(input, _weight, _bias, _options.Stride, _options.Padding, _options.OutputPadding)
            : FusedOperators.TransposedConvolution(input, _weight, _bias, _options.Stride, _options.Padding, _options.OutputPadding);
    }
}
