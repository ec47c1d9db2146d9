using Giqa.Features;
using Giqa.Images;
using Giqa.Numerics;
using Giqa.Training.Data;

namespace Giqa.Training.Scorers;

/// <summary>What batches are made of. An example is one image, or several versions of one that belong together.</summary>
internal abstract class ExampleSet(int side)
{
    /// <summary>How many examples there are.</summary>
    internal abstract int Count { get; }

    /// <summary>How many images an example has.</summary>
    internal abstract int ImagesPerExample { get; }

    /// <summary>How pixels become the network's input.</summary>
    internal Preprocessing Preprocessing { get; } = ScorerNetwork.PreprocessingFor(side);

    /// <summary>The size of an image in a batch, in numbers.</summary>
    internal int ImageLength => 3 * side * side;

    /// <summary>The images of an example and their pseudo labels.</summary>
    /// <param name="example">Its number.</param>
    /// <param name="augment">Changes an image randomly, but always in the same way. Degradation comes after it, because in images to be scored the damage came last, and shifted damage looks different.</param>
    /// <param name="random">The source of the example's random choices, such as its noise; seeded for validation.</param>
    internal abstract IEnumerable<(RgbImage Image, double Label)> Read(int example, Func<RgbImage, RgbImage> augment, SeededRandom random);

    /// <summary>Writes an example into a batch; its images are all augmented in the same way, so that versions of one image stay comparable.</summary>
    /// <param name="example">Its number.</param>
    /// <param name="seed">The random seed for this example in this epoch.</param>
    /// <param name="augmentation">How images are changed; null for not at all.</param>
    /// <param name="pixels">Receives the images.</param>
    /// <param name="labels">Receives the pseudo labels.</param>
    internal void Fill(int example, ulong seed, Augmentation? augmentation, Span<float> pixels, Span<double> labels)
    {
        var place = 0;
        foreach (var (image, label) in Read(example, image => augmentation?.Apply(image, Seeds.Of(seed, 0)) ?? image, new SeededRandom(seed)))
        {
            Preprocessing.Fill(image, pixels.Slice(place * ImageLength, ImageLength));
            labels[place++] = label;
        }
    }
}
