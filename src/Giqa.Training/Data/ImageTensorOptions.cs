using Giqa.Images;

namespace Giqa.Training.Data;

/// <summary>How images become training data.</summary>
public sealed record ImageTensorOptions
{
    /// <summary>The side of the square images in pixels.</summary>
    /// <value>At least 4.</value>
    public required int Size { get; init => field = value >= 4 ? value : throw new ArgumentOutOfRangeException(nameof(Size), value, "must be at least 4"); }

    /// <summary>One channel of luminance (ITU-R 601, as PIL's <c>convert("L")</c>) instead of red, green and blue.</summary>
    /// <value>Default false.</value>
    public bool Grey { get; init; }

    /// <summary>Cut images that are not square to their central square; stretch them otherwise.</summary>
    /// <value>Default true.</value>
    public bool CropToSquare { get; init; } = true;

    /// <summary>One of the 8-bit modes.</summary>
    /// <value>Default <see cref="ResizeMode.PilLanczos"/>.</value>
    public ResizeMode Resize { get; init; } = ResizeMode.PilLanczos;

    /// <summary>How files become pixels.</summary>
    /// <value>Default: orientation applied, transparency on white.</value>
    public DecodeOptions Decode { get; init; } = new();

    /// <summary>Threads that decode and resize.</summary>
    /// <value>Default: one for each processor; at least 1.</value>
    public int Threads { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Threads), value, "must be at least 1"); } = Environment.ProcessorCount;
}
