using Giqa.Images;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>Damages a rectangle of an image and leaves the rest untouched.</summary>
internal static class LocalDamage
{
    internal static readonly LocalDamageKind[] Kinds = Enum.GetValues<LocalDamageKind>();

    private static ReadOnlySpan<double> Degrees => [40, 60, 80, 105, 130];

    /// <summary>An image with one damaged rectangle.</summary>
    /// <param name="image">The image.</param>
    /// <param name="kind">What is done.</param>
    /// <param name="strength">1 to 5, as of <see cref="Degradation"/>; filling, pasting, doubling and what is foreign have no strength.</param>
    /// <param name="box">The rectangle.</param>
    /// <param name="other">What is pasted.</param>
    /// <param name="seed">Chooses noise, tiles and the colour that fills.</param>
    internal static RgbImage Apply(RgbImage image, LocalDamageKind kind, int strength, PixelBox box, RgbImage other, ulong seed)
    {
        var part = box.Cut(image);
        return box.Replace(image, kind switch
        {
            LocalDamageKind.Noise => Degradation.Apply(part, DegradationKind.Noise, strength, seed),
            LocalDamageKind.Shuffle => Degradation.Apply(part, DegradationKind.PatchShuffle, strength, seed),
            LocalDamageKind.Fill => Fill(part, new SeededRandom(seed)),
            LocalDamageKind.Jpeg => Degradation.Apply(part, DegradationKind.Jpeg, strength, seed),
            LocalDamageKind.Swirl => Degradation.Apply(part, DegradationKind.Swirl, strength, seed),
            LocalDamageKind.Colour => HueTurn.Apply(part, Degrees[strength - 1]),
            LocalDamageKind.Paste => Resizer.ResizeToBytes(Middle(other).Cut(other), box.Width, box.Height, ResizeMode.PilBilinear),

            // The whole image is blurred, so that what lies outside runs in, as it does in a picture out of focus.
            LocalDamageKind.Blur => box.Cut(Degradation.Apply(image, DegradationKind.Blur, strength, seed)),
            LocalDamageKind.Ghost => Double(image, part, box),
            LocalDamageKind.Foreign => ForeignPicture.Draw(box.Width, box.Height, new SeededRandom(seed)),
            _ => Degradation.Apply(part, DegradationKind.Pixelate, strength, seed),
        });
    }

    private static PixelBox Middle(RgbImage image) => new(image.Width / 4, image.Height / 4, Math.Max(1, image.Width / 2), Math.Max(1, image.Height / 2));

    private static RgbImage Fill(RgbImage part, SeededRandom random)
    {
        byte[] colour = [(byte)random.NextInt(256), (byte)random.NextInt(256), (byte)random.NextInt(256)];
        return new RgbImage(part.Width, part.Height, [.. Enumerable.Range(0, part.Pixels.Length).Select(i => colour[i % 3])]);
    }

    /// <summary>Half of what lies a sixth of the rectangle away is laid over it.</summary>
    private static RgbImage Double(RgbImage image, RgbImage part, PixelBox box)
    {
        var shifted = (box with { X = Math.Max(0, box.X - (box.Width / 6)), Y = Math.Max(0, box.Y - (box.Height / 6)) }).Cut(image);
        return new RgbImage(part.Width, part.Height, [.. part.Pixels.Zip(shifted.Pixels, (a, b) => (byte)((a + b + 1) / 2))]);
    }
}

/// <summary>What can be wrong with a place of an image.</summary>
internal enum LocalDamageKind
{
    Noise,
    Shuffle,
    Fill,
    Jpeg,
    Swirl,
    Colour,
    Paste,
    Blur,
    Ghost,
    Pixelate,

    /// <summary>What belongs to no image: noise, flat colours, patterns.</summary>
    Foreign,
}
