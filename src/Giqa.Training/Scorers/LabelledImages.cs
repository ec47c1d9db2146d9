using Giqa.Images;
using Giqa.Numerics;

namespace Giqa.Training.Scorers;

/// <summary>Single images with pseudo labels, and bad ones added to them: what MBC, IR and BC learn from.</summary>
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
