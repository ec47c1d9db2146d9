using Giqa.Images;
using Giqa.Numerics;

namespace Giqa.Training.Risa;

/// <summary>How an image is made worse than its iteration.</summary>
/// <param name="Kind">What is done; null replaces it by a picture that is no image.</param>
/// <param name="Strength">How strongly.</param>
/// <param name="Seed">Chooses noise, tiles and pictures.</param>
internal sealed record RisaDamage(DegradationKind? Kind, int Strength, ulong Seed)
{
    // One in so many is no image at all, the others are degraded.
    private const int ForeignEvery = 4;

    private static readonly DegradationKind[] Kinds = Enum.GetValues<DegradationKind>();

    /// <summary>What remains of an image's label; a picture that is no image is as bad as can be.</summary>
    internal double LabelShare => Kind is null ? 0 : 1 - (Strength / (double)Degradation.MaxStrength);

    internal static RisaDamage Draw(SeededRandom random) => random.NextInt(ForeignEvery) == 0
        ? new RisaDamage(null, Degradation.MaxStrength, random.NextBits())
        : new RisaDamage(Kinds[random.NextInt(Kinds.Length)], Degradation.MinStrength + random.NextInt(Degradation.MaxStrength), random.NextBits());

    /// <summary>The damaged image.</summary>
    internal byte[] Apply(byte[] pixels, int side) => Kind is { } kind
        ? Degradation.Apply(new RgbImage(side, side, pixels), kind, Strength, Seed).Pixels
        : ForeignPicture.Draw(side, side, new SeededRandom(Seed)).Pixels;
}
