using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>A convolution over images, as <c>torch.nn.Conv2d</c>.</summary>
internal sealed class Conv2d : Layer
{
    private readonly Tensor _weight;
    private readonly Tensor? _bias;
    private readonly ConvolutionOptions _options;

    /// <summary>Creates it with PyTorch's default initialisation.</summary>
    /// <param name="inputChannels">Channels of the input.</param>
    /// <param name="outputChannels">Channels of the output.</param>
    /// <param name="kernel">The side of the square kernel.</param>
    /// <param name="options">Stride, padding and so on.</param>
    public Conv2d(long inputChannels, long outputChannels, long kernel, ConvolutionOptions? options = null)
    {
        _options = options ?? new ConvolutionOptions();
        var inputs = inputChannels / _options.Groups;
        var fanIn = inputs * kernel * kernel;
        _weight = AddParameter("weight", Initializer.LayerDefault([outputChannels, inputs, kernel, kernel], fanIn));
        _bias = _options.Bias ? AddParameter("bias", Initializer.BiasDefault(outputChannels, fanIn)) : null;
    }

    /// <summary>Creates it with PyTorch's default initialisation.</summary>
    /// <param name="inputChannels">Channels of the input.</param>
    /// <param name="outputChannels">Channels of the output.</param>
    /// <param name="kernel">The side of the square kernel.</param>
    /// <param name="stride">Pixels from one output to the next.</param>
    /// <param name="padding">Zeros added on each side.</param>
    /// <param name="bias">Whether a number is added to each output channel.</param>
    public Conv2d(long inputChannels, long outputChannels, long kernel, long stride, long padding, bool bias = true)
        : this(inputChannels, outputChannels, kernel, new ConvolutionOptions { Stride = stride, Padding = padding, Bias = bias })
    {
    }

    /// <summary>outputChannels x inputChannels / groups x kernel x kernel.</summary>
    public Tensor Weight => _weight;

    /// <summary>One number for each output channel; null without a bias.</summary>
    public Tensor? Bias => _bias;

    /// <summary>Stride, padding and so on.</summary>
    public ConvolutionOptions Options => _options;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) =>
        Op.Convolution.Call(input, _weight, _bias, _options.Stride, _options.Padding, _options.Dilation, _options.Groups);
}

/// <summary>The geometry of a convolution.</summary>
internal sealed record ConvolutionOptions
{
    /// <summary>Pixels from one output to the next.</summary>
    /// <value>Default 1.</value>
    public long Stride { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Stride), value, "must be at least 1"); } = 1;

    /// <summary>Zeros added on each side.</summary>
    /// <value>Default 0.</value>
    public long Padding { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Padding), value, "must not be negative"); }

    /// <summary>Pixels from one tap of the kernel to the next; not for transposed convolutions.</summary>
    /// <value>Default 1.</value>
    public long Dilation { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Dilation), value, "must be at least 1"); } = 1;

    /// <summary>The number of groups of channels, each convolved separately; not for transposed convolutions.</summary>
    /// <value>Default 1.</value>
    public long Groups { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Groups), value, "must be at least 1"); } = 1;

    /// <summary>Rows and columns added at the end of a transposed convolution's output; less than the stride.</summary>
    /// <value>Default 0.</value>
    public long OutputPadding { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(OutputPadding), value, "must not be negative"); }

    /// <summary>Whether a number is added to each output channel.</summary>
    /// <value>Default true.</value>
    public bool Bias { get; init; } = true;
}
