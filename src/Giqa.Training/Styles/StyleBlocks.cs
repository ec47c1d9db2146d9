using Giqa.Training.Modules;
using Giqa.Training.Torch;

namespace Giqa.Training.Styles;

/// <summary>The building blocks of both generators.</summary>
internal static class StyleBlocks
{
    internal const int StyleLength = 64;
    internal const double Slope = .2;

    /// <summary>Convolutions that halve the side until 4 or 5 pixels are left, then one linear layer: maps an image to a vector.</summary>
    internal static Sequential Encoder(int size, int width, int outputs)
    {
        var layers = new List<Layer> { new Conv2d(3, width, 3, 1, 1), Activation.LeakyRelu(Slope) };
        var channels = width;
        for (; size >= 8; size /= 2)
        {
            var next = Math.Min(4 * width, 2 * channels);
            layers.AddRange([new Conv2d(channels, next, 4, 2, 1), Activation.LeakyRelu(Slope)]);
            channels = next;
        }

        layers.AddRange([new Flatten(), new Linear(channels * size * size, outputs)]);
        return new Sequential([.. layers]);
    }

    /// <summary>Maps a source to a feature map with a quarter of its side and four times the width, with or without instance normalisation.</summary>
    internal static Sequential Content(int width, bool normalize) => new(
    [
        new Conv2d(3, width, 3, 1, 1),
        .. Normalized(width, normalize),
        new Conv2d(width, 2 * width, 4, 2, 1),
        .. Normalized(2 * width, normalize),
        new Conv2d(2 * width, 4 * width, 4, 2, 1),
        .. Normalized(4 * width, normalize),
    ]);

    /// <summary>The part of each image's row (domains x length) that belongs to its domain.</summary>
    internal static Tensor Select(Tensor rows, int[] domains, int count)
    {
        float[] mask = [.. domains.SelectMany(domain => Enumerable.Range(0, count).Select(other => other == domain ? 1f : 0f))];
        var parts = rows.To(ElementType.Float32).Reshape(domains.Length, count, -1);
        return (parts * Tensor.From(mask, domains.Length, count, 1).To(rows.Device)).Sum([1]);
    }

    private static Layer[] Normalized(int channels, bool normalize) => normalize
        ? [new InstanceNorm2d(channels, affine: true), Activation.LeakyRelu(Slope)]
        : [Activation.LeakyRelu(Slope)];
}
