using Giqa.Images;
using Giqa.Numerics;

namespace Giqa.Training.Scorers;

/// <summary>Single images with pseudo labels: what MBC, IR and BC learn from.</summary>
internal sealed class LabelledImages(IReadOnlyList<LabelledImage> images, int side) : ExampleSet(side)
{
    /// <inheritdoc/>
    internal override int Count => images.Count;

    /// <inheritdoc/>
    internal override int ImagesPerExample => 1;

    /// <inheritdoc/>
    internal override IEnumerable<(RgbImage Image, double Label)> Read(int example, SeededRandom random)
    {
        var image = images[example];
        yield return (image.Shelf.Get(image.Index), image.Label);
    }
}
