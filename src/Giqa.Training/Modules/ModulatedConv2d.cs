using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>
/// StyleGAN2's convolution (Karras 2020 eq. 1, Karras 2020 eq. 3): the weights are scaled for each image by a style, and each
/// output channel rescaled to unit size: w' = s_i w, w'' = w' / sqrt(sum w'^2 + 1e-8).
/// </summary>
/// <remarks>
/// Scaling the input before and the output after one shared convolution gives the same numbers as a separate convolution for
/// each image, without a copy of the weights for each.
/// </remarks>
internal sealed class ModulatedConv2d : Module
{
    private const double Epsilon = 1e-8;

    private readonly Tensor _weight;
    private readonly Linear _style;
    private readonly ModulatedConvolutionOptions _options;
    private readonly double _weightScale;
    private readonly long _inputs;
    private readonly long _outputs;
    private readonly long _padding;

    /// <summary>Creates it with weights from N(0, 1), scaled by 1 / sqrt(fan-in) when used, and style scales of about 1.</summary>
    /// <param name="inputChannels">Channels of the input.</param>
    /// <param name="outputChannels">Channels of the output.</param>
    /// <param name="kernel">The odd side of the square kernel; the image keeps its size.</param>
    /// <param name="styleLength">The length of the style vector.</param>
    /// <param name="options">Demodulation and up-sampling.</param>
    public ModulatedConv2d(long inputChannels, long outputChannels, long kernel, long styleLength, ModulatedConvolutionOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(kernel % 2, nameof(kernel));
        _options = options ?? new ModulatedConvolutionOptions();
        (_inputs, _outputs, _padding) = (inputChannels, outputChannels, kernel / 2);
        _weightScale = 1 / Math.Sqrt(inputChannels * kernel * kernel);
        _weight = AddParameter("weight", Tensor.RandomNormal(outputChannels, inputChannels, kernel, kernel));
        _style = AddChild("style", new Linear(styleLength, inputChannels));
        Initializer.FillConstant(_style.Bias!, 1);
    }

    /// <summary>Computes the output.</summary>
    /// <param name="input">N x inputChannels x H x W.</param>
    /// <param name="style">N x styleLength.</param>
    /// <returns>N x outputChannels x H x W, or of twice the side when it doubles the image.</returns>
    public Tensor Forward(Tensor input, Tensor style)
    {
        var scales = _style.Forward(style);
        var weight = _weight * _weightScale;
        var modulated = input * scales.Reshape(-1, _inputs, 1, 1);
        if (_options.Upsample)
        {
            modulated = Upsample.Double(modulated);
        }

        var output = Op.Convolution.Call(modulated, weight, default(Tensor), 1, _padding);
        return _options.Demodulate ? output * Demodulation(weight, scales) : output;
    }

    private Tensor Demodulation(Tensor weight, Tensor scales)
    {
        // Sums of many small squares: in bfloat16 they would lose the digits that keep channels at unit size.
        using var exact = new FullPrecision();
        var power = weight.Square().Sum([2, 3]);
        var norms = scales.To(ElementType.Float32).Square().MatrixProduct(power.Transpose(0, 1));
        return Op.ReciprocalRoot.Call(norms + Epsilon).Reshape(-1, _outputs, 1, 1);
    }
}

/// <summary>What a <see cref="ModulatedConv2d"/> does besides modulating.</summary>
internal sealed record ModulatedConvolutionOptions
{
    /// <summary>Rescale each output channel to unit size; off for the layer that makes the image.</summary>
    /// <value>Default true.</value>
    public bool Demodulate { get; init; } = true;

    /// <summary>Double the sides of the image, bilinearly, before the convolution.</summary>
    /// <value>Default false.</value>
    public bool Upsample { get; init; }
}
