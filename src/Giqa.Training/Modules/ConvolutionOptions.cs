namespace Giqa.Training.Modules;

/// <summary>How a convolution walks over an image.</summary>
public sealed record ConvolutionOptions
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

    /// <summary>Into how many groups the channels are cut, each convolved for itself; not for transposed convolutions.</summary>
    /// <value>Default 1.</value>
    public long Groups { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Groups), value, "must be at least 1"); } = 1;

    /// <summary>Rows and columns added at the end of a transposed convolution's output; less than the stride.</summary>
    /// <value>Default 0.</value>
    public long OutputPadding { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(OutputPadding), value, "must not be negative"); }

    /// <summary>Whether a number is added to each output channel.</summary>
    /// <value>Default true.</value>
    public bool Bias { get; init; } = true;
}
