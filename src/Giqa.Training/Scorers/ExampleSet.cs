using Giqa.Features;
using Giqa.Images;
using Giqa.Numerics;

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

    /// <summary>The numbers that an image takes in a batch.</summary>
    internal int ImageLength => 3 * side * side;

    /// <summary>The images of an example and their pseudo labels.</summary>
    /// <param name="example">Its number.</param>
    /// <param name="random">Chooses what chance decides about the example, such as its noise; seeded for validation.</param>
    internal abstract IEnumerable<(RgbImage Image, double Label)> Read(int example, SeededRandom random);

    /// <summary>Writes an example into a batch.</summary>
    /// <param name="example">Its number.</param>
    /// <param name="seed">What chance starts from, for this example in this epoch.</param>
    /// <param name="options">How images are augmented; null for not at all.</param>
    /// <param name="pixels">Receives the images.</param>
    /// <param name="labels">Receives the pseudo labels.</param>
    internal void Fill(int example, ulong seed, ScorerTrainingOptions? options, Span<float> pixels, Span<double> labels)
    {
        var random = new SeededRandom(seed);
        var augmentation = options is null ? default : Augmentation.Draw(options, side, random);
        var place = 0;
        foreach (var (image, label) in Read(example, random))
        {
            augmentation.Fill(image, Preprocessing, pixels.Slice(place * ImageLength, ImageLength));
            labels[place++] = label;
        }
    }
}
