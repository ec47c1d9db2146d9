using Giqa.Images;
using Giqa.Numerics;

namespace Giqa.Training.Scorers;

/// <summary>Reals, each with five increasingly degraded versions: what RankIQA learns from.</summary>
/// <param name="shelf">The reals.</param>
/// <param name="indices">The ones to use.</param>
/// <param name="kinds">The ways in which they are degraded.</param>
/// <param name="side">Rows and columns of the network's input.</param>
internal sealed class DegradedImages(PictureShelf shelf, IReadOnlyList<int> indices, IReadOnlyList<DegradationKind> kinds, int side) : ExampleSet(side)
{
    /// <summary>The untouched image and its degraded versions.</summary>
    internal const int Levels = Degradation.MaxStrength + 1;

    /// <inheritdoc/>
    internal override int Count => indices.Count;

    /// <inheritdoc/>
    internal override int ImagesPerExample => Levels;

    /// <inheritdoc/>
    internal override IEnumerable<(RgbImage Image, double Label)> Read(int example, Func<RgbImage, RgbImage> augment, SeededRandom random)
    {
        var (image, kind, seed) = (augment(shelf.Get(indices[example])), kinds[random.NextInt(kinds.Count)], random.NextBits());
        yield return (image, 1);
        for (var strength = Degradation.MinStrength; strength < Levels; strength++)
        {
            yield return (Degradation.Apply(image, kind, strength, seed), 1 - (strength / (double)Levels));
        }
    }
}
