namespace Giqa.Training.Modules;

/// <summary>What a <see cref="ModulatedConv2d"/> does beside modulating.</summary>
public sealed record ModulatedConvolutionOptions
{
    /// <summary>Bring each output channel back to unit size; off for the layer that paints the image.</summary>
    /// <value>Default true.</value>
    public bool Demodulate { get; init; } = true;

    /// <summary>Double the sides of the image, bilinearly, before the convolution.</summary>
    /// <value>Default false.</value>
    public bool Upsample { get; init; }
}
