using Giqa.Images;
using Giqa.Numerics;

namespace Giqa.Training.Scorers;

/// <summary>
/// Bad images that no generator made: degraded reals, labelled by their strength, and foreign pictures, as bad as the worst of them. A
/// scorer that only saw snapshots has never been told that noise is worse than an image, and may find it perfect.
/// </summary>
/// <param name="reals">The reals.</param>
/// <param name="indices">Those that are degraded.</param>
/// <param name="count">How many bad images there are; each is drawn anew whenever it is read.</param>
/// <param name="kinds">The ways in which reals are degraded.</param>
internal sealed class WorstImages(PictureShelf reals, int[] indices, int count, IReadOnlyList<DegradationKind> kinds)
{
    // One in so many is foreign, the others are degraded reals.
    private const int ForeignEvery = 4;

    internal int Count => count;

    internal (RgbImage Image, double Label) Draw(Func<RgbImage, RgbImage> augment, SeededRandom random)
    {
        var real = reals.Get(indices[random.NextInt(indices.Length)]);
        if (random.NextInt(ForeignEvery) == 0)
        {
            return (ForeignPicture.Draw(real.Width, real.Height, random), PseudoLabel.OfDegraded(Degradation.MaxStrength));
        }

        var strength = Degradation.MinStrength + random.NextInt(Degradation.MaxStrength);
        return (Degradation.Apply(augment(real), kinds[random.NextInt(kinds.Count)], strength, random.NextBits()), PseudoLabel.OfDegraded(strength));
    }
}
