using Giqa.Images;

namespace Giqa.Features.Inception;

/// <summary>
/// One tool's way of preparing images for the FID network, under the tool's name. The ways differ in how they resize and
/// scale, and so in every figure that follows.
/// </summary>
/// <remarks>All of them decode as PIL's <c>convert("RGB")</c> does: transparency dropped, EXIF orientation ignored.</remarks>
internal sealed record FidPreset
{
    /// <summary>The default preset.</summary>
    public const string DefaultName = "pytorch-fid";

    private static readonly RgbValues Half = RgbValues.All(.5f);
    private static readonly RgbValues Middle = RgbValues.All(128);

    /// <summary>The name: <c>pytorch-fid</c>, <c>clean-fid</c>, <c>tf</c>, <c>torchmetrics</c> or <c>giqa-official</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One line: how it resizes and scales.</summary>
    public required string Explanation { get; init; }

    /// <summary>The preparation itself, to 299 x 299.</summary>
    public required Preprocessing Preprocessing { get; init; }

    /// <summary>All presets.</summary>
    public static IReadOnlyList<FidPreset> All { get; } =
    [
        Create(DefaultName, ResizeMode.TorchBilinear, 1f / 255, Half, "bilinear with half-pixel centres and no antialiasing; values scaled to -1..1"),
        Create("clean-fid", ResizeMode.PilBicubicFloat, 1, Middle, "PIL's antialiased bicubic on float channels, not rounded; (value - 128) / 128"),
        Create("tf", ResizeMode.TensorFlowBilinear, 1, Middle, "TensorFlow 1's bilinear without a half-pixel shift and no antialiasing; (value - 128) / 128"),
        Create("torchmetrics", ResizeMode.TorchBilinearAntialias, 1, Middle, "PyTorch's antialiased bilinear; (value - 128) / 128"),
        Create("giqa-official", ResizeMode.TorchBilinear, 1f / 255, Half, "the authors' program prepares images like pytorch-fid"),
    ];

    /// <summary>Finds a preset.</summary>
    /// <param name="name">Its name; null for <see cref="DefaultName"/>.</param>
    /// <exception cref="GiqaException">There is none of that name; the message lists those that there are.</exception>
    public static FidPreset Find(string? name) =>
        All.FirstOrDefault(preset => preset.Name == (name ?? DefaultName))
        ?? throw new GiqaException($"there is no preset '{name}'; there are {string.Join(", ", All.Select(preset => preset.Name))}");

    private static FidPreset Create(string name, ResizeMode resize, float scale, RgbValues center, string explanation) => new()
    {
        Name = name,
        Explanation = explanation,
        Preprocessing = new Preprocessing
        {
            Preset = name,
            Width = FidInception.InputSize,
            Height = FidInception.InputSize,
            Resize = resize,
            Alpha = AlphaMode.Drop,
            ApplyOrientation = false,
            Scale = scale,
            Mean = center,
            Deviation = center,
        },
    };
}
