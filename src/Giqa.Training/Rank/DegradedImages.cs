using Giqa.Images;
using Giqa.Numerics;
using Giqa.Training.Scorers;

namespace Giqa.Training.Rank;

/// <summary>Reals, each with five versions that are worse and worse in one way: what RankIQA learns from.</summary>
internal sealed class DegradedImages(PictureShelf shelf, IReadOnlyList<int> indices, int side) : ExampleSet(side)
{
    /// <summary>The untouched image and its degraded versions.</summary>
    internal const int Levels = Degradation.MaxStrength + 1;

    private static readonly DegradationKind[] Kinds = [DegradationKind.Blur, DegradationKind.Noise, DegradationKind.Jpeg, DegradationKind.Pixelate];

    /// <inheritdoc/>
    internal override int Count => indices.Count;

    /// <inheritdoc/>
    internal override int ImagesPerExample => Levels;

    /// <inheritdoc/>
    internal override IEnumerable<(RgbImage Image, double Label)> Read(int example, SeededRandom random)
    {
        var (image, kind, seed) = (shelf.Get(indices[example]), Kinds[random.NextInt(Kinds.Length)], random.NextBits());
        yield return (image, 1);
        for (var strength = Degradation.MinStrength; strength < Levels; strength++)
        {
            yield return (Degradation.Apply(image, kind, strength, seed), 1 - (strength / (double)Levels));
        }
    }
}
