namespace Giqa.Images;

/// <summary>How an image is resized to a backbone's input size. Each mode reproduces one tool exactly.</summary>
public enum ResizeMode
{
    /// <summary>PIL <c>BILINEAR</c> on 8-bit channels: antialiased, each pass rounded to a byte.</summary>
    PilBilinear,

    /// <summary>PIL <c>BICUBIC</c> (a = -0.5) on 8-bit channels: antialiased, each pass rounded to a byte.</summary>
    PilBicubic,

    /// <summary>PIL <c>LANCZOS</c> (three lobes) on 8-bit channels: antialiased, each pass rounded to a byte.</summary>
    PilLanczos,

    /// <summary>PIL <c>BILINEAR</c> on float channels (mode F), clipped to 0..255, not rounded.</summary>
    PilBilinearFloat,

    /// <summary>PIL <c>BICUBIC</c> on float channels, clipped to 0..255, not rounded, as in clean-fid.</summary>
    PilBicubicFloat,

    /// <summary>PIL <c>LANCZOS</c> on float channels, clipped to 0..255, not rounded.</summary>
    PilLanczosFloat,

    /// <summary>PyTorch <c>interpolate(mode="bilinear", align_corners=False)</c>: half-pixel centres, no antialiasing.</summary>
    TorchBilinear,

    /// <summary>PyTorch <c>interpolate(mode="bilinear", align_corners=False, antialias=True)</c>: torchmetrics' default.</summary>
    TorchBilinearAntialias,

    /// <summary>TensorFlow 1 <c>resize_bilinear</c>: source = i * in / out, no half-pixel shift, no antialiasing.</summary>
    TensorFlowBilinear,
}
