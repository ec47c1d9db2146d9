using Giqa.Images;

namespace Giqa.Benchmarks.Degradations;

/// <summary>One kind of damage: the library's six, and five that nothing of Giqa is trained or tuned on.</summary>
internal sealed record Damage(string Name, Func<RgbImage, int, ulong, RgbImage> Apply)
{
    internal static readonly Damage[] All =
    [
        .. Enum.GetValues<DegradationKind>().Select(kind => new Damage(kind.ToString(), (image, strength, seed) => Degradation.Apply(image, kind, strength, seed))),
        new("Hue", (image, strength, _) => ColourDamage.TurnHue(image, strength)),
        new("Sharpen", (image, strength, _) => FrequencyDamage.Sharpen(image, strength)),
        new("Ringing", (image, strength, _) => FrequencyDamage.Ring(image, strength)),
        new("DownUp", (image, strength, _) => FrequencyDamage.ShrinkAndEnlarge(image, strength)),
        new("Checkerboard", (image, strength, _) => ColourDamage.AddCheckerboard(image, strength)),
    ];
}
