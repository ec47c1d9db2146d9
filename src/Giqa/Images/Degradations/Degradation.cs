using Giqa.Numerics;

namespace Giqa.Images;

/// <summary>
/// Makes images worse by a known amount, to see whether a score notices: the less degraded of two versions of one image should
/// score higher. Strengths are relative to the image's size, so that a 28-pixel and a 512-pixel picture are affected equally.
/// </summary>
/// <remarks>Pure: the same image, kind, strength and seed give the same bytes. Safe to call from several threads at once.</remarks>
internal static class Degradation
{
    /// <summary>The weakest strength.</summary>
    public const int MinStrength = 1;

    /// <summary>The greatest strength.</summary>
    public const int MaxStrength = 5;

    /// <summary>Degrades an image.</summary>
    /// <param name="image">The image, which is not changed.</param>
    /// <param name="kind">What is done to it.</param>
    /// <param name="strength">1 (visible) to 5 (ruined).</param>
    /// <param name="seed">Chooses the noise and the tiles; the other kinds ignore it. Two strengths with the same seed are comparable:
    /// they share the noise's pattern and the order of the tiles.</param>
    /// <returns>A new image of the same size.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The strength is not 1 to 5, or the kind is unknown.</exception>
    public static RgbImage Apply(RgbImage image, DegradationKind kind, int strength, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(strength, MinStrength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(strength, MaxStrength);
        return kind switch
        {
            DegradationKind.Blur => GaussianBlur.Apply(image, strength),
            DegradationKind.Noise => GrainNoise.Apply(image, strength, new SeededRandom(seed)),
            DegradationKind.Jpeg => JpegDamage.Apply(image, strength),
            DegradationKind.Pixelate => Pixelation.Apply(image, strength),
            DegradationKind.PatchShuffle => PatchShuffle.Apply(image, strength, new SeededRandom(seed)),
            DegradationKind.Swirl => Swirl.Apply(image, strength),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "is not a degradation"),
        };
    }
}

/// <summary>A way to make an image worse on purpose.</summary>
public enum DegradationKind
{
    /// <summary>Gaussian blur; its radius grows with the image.</summary>
    Blur,

    /// <summary>Gaussian noise, independent per channel; its grain grows with the image.</summary>
    Noise,

    /// <summary>JPEG compression, harsher for larger images, whose blocks are smaller relative to the picture.</summary>
    Jpeg,

    /// <summary>Averaging over square cells: scaled down, then up without smoothing.</summary>
    Pixelate,

    /// <summary>A growing share of the tiles of a grid change places.</summary>
    PatchShuffle,

    /// <summary>A rotation about the centre that fades out towards the border.</summary>
    Swirl,
}
