namespace Giqa.Images;

/// <summary>A way to make an image worse on purpose.</summary>
public enum DegradationKind
{
    /// <summary>Gaussian blur; its radius grows with the image.</summary>
    Blur,

    /// <summary>Gaussian noise, independent per channel; its grain grows with the image.</summary>
    Noise,

    /// <summary>JPEG compression, harsher for larger images, whose blocks are smaller beside the picture.</summary>
    Jpeg,

    /// <summary>Averaging over square cells: scaled down, then up without smoothing.</summary>
    Pixelate,

    /// <summary>A growing share of the tiles of a grid change places.</summary>
    PatchShuffle,

    /// <summary>A rotation about the centre that fades out towards the border.</summary>
    Swirl,
}
