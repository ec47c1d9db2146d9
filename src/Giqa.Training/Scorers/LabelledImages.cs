using Giqa.Images;
using Giqa.Numerics;

namespace Giqa.Training.Scorers;

/// <summary>Single images with pseudo labels, plus bad ones: what MBC, IR and BC learn from.</summary>
internal sealed class LabelledImages(IReadOnlyList<LabelledImage> images, WorstImages worst, int side) : ExampleSet(side)
{
    /// <inheritdoc/>
    internal override int Count => images.Count + worst.Count;

    /// <inheritdoc/>
    internal override int ImagesPerExample => 1;

    /// <inheritdoc/>
    internal override IEnumerable<(RgbImage Image, double Label)> Read(int example, Func<RgbImage, RgbImage> augment, SeededRandom random)
    {
        if (example >= images.Count)
        {
            yield return worst.Draw(augment, random);
            yield break;
        }

        var image = images[example];
        yield return (augment(image.Shelf.Get(image.Index)), image.Label);
    }
}

/// <summary>An image on a shelf, and how good it is considered to be.</summary>
/// <param name="Shelf">Where it is.</param>
/// <param name="Index">Its number there.</param>
/// <param name="Label">S_p in [0, 1]; 1 for a real image.</param>
internal readonly record struct LabelledImage(PictureShelf Shelf, int Index, double Label);
