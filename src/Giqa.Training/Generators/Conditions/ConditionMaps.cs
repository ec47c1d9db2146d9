using Giqa.Images;
using Giqa.Training.Data;

namespace Giqa.Training.Generators;

/// <summary>Pictures of edges and masks, computed from images.</summary>
internal static class ConditionMaps
{
    // A step of a quarter of the whole range is a full edge: Sobel's weights sum to 4.
    private const float FullEdge = 4 * 0.25f;
    private const int MaskThreshold = 24;

    /// <summary>The condition of an image.</summary>
    /// <param name="image">A square image.</param>
    /// <param name="kind">What to compute.</param>
    /// <returns>One value a pixel, 0..1.</returns>
    internal static float[] Compute(RgbImage image, ConditionKind kind) => kind switch
    {
        ConditionKind.Edges => Edges(image),
        ConditionKind.Mask => Mask(image),
        ConditionKind.Regions => LabelMaps.Compute(image, Mask(image)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "cannot be computed from the image"),
    };

    /// <summary>What a generator makes of a picture that was given.</summary>
    internal static float[] Read(RgbImage picture, GeneratorKind kind, int size, int channels) =>
        kind.StartsFromLabels() ? LabelMaps.Read(picture, size) : Values(SquareCrop.Resize(picture, size), channels);

    /// <summary>The pixels of a picture that was given.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="channels">1 for its luminance, 3 for its colours.</param>
    /// <returns>Channel after channel, 0..1.</returns>
    internal static float[] Values(RgbImage picture, int channels)
    {
        if (channels == 1)
        {
            return Luminance(picture);
        }

        var plane = picture.Width * picture.Height;
        var values = new float[channels * plane];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = picture.Pixels[(3 * (i % plane)) + (i / plane)] / (float)byte.MaxValue;
        }

        return values;
    }

    /// <summary>A condition as a picture to look at.</summary>
    internal static RgbImage ToImage(float[] condition, int channels, int size) =>
        PixelValues.ToImages(Array.ConvertAll(condition, value => (2 * value) - 1), channels, size)[0];

    /// <summary>The length of Sobel's gradient of the luminance; beyond the border the image goes on as it ends.</summary>
    private static float[] Edges(RgbImage image)
    {
        var (width, height, grey) = (image.Width, image.Height, Luminance(image));
        float At(int y, int x) => grey[(Math.Clamp(y, 0, height - 1) * width) + Math.Clamp(x, 0, width - 1)];
        var edges = new float[grey.Length];
        for (var i = 0; i < edges.Length; i++)
        {
            var (y, x) = (i / width, i % width);
            var across = At(y - 1, x + 1) + (2 * At(y, x + 1)) + At(y + 1, x + 1) - At(y - 1, x - 1) - (2 * At(y, x - 1)) - At(y + 1, x - 1);
            var down = At(y + 1, x - 1) + (2 * At(y + 1, x)) + At(y + 1, x + 1) - At(y - 1, x - 1) - (2 * At(y - 1, x)) - At(y - 1, x + 1);
            edges[i] = MathF.Min(1, MathF.Sqrt((across * across) + (down * down)) / FullEdge);
        }

        return edges;
    }

    /// <summary>1 where a channel is far from the background, which is the median of the border's pixels.</summary>
    private static float[] Mask(RgbImage image)
    {
        var (width, height) = (image.Width, image.Height);
        var border = Enumerable.Range(0, width * height).Where(i => i < width || i >= width * (height - 1) || i % width == 0 || i % width == width - 1).ToArray();
        var background = Enumerable.Range(0, 3).Select(channel => border.Select(i => image.Pixels[(3 * i) + channel]).Order().ElementAt(border.Length / 2)).ToArray();
        var mask = new float[width * height];
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            if (Math.Abs(image.Pixels[i] - background[i % 3]) > MaskThreshold)
            {
                mask[i / 3] = 1;
            }
        }

        return mask;
    }

    /// <summary>ITU-R 601's weights.</summary>
    private static float[] Luminance(RgbImage image)
    {
        var grey = new float[image.Width * image.Height];
        for (var i = 0; i < grey.Length; i++)
        {
            var pixel = image.Pixels.AsSpan(3 * i, 3);
            grey[i] = ((0.299f * pixel[0]) + (0.587f * pixel[1]) + (0.114f * pixel[2])) / byte.MaxValue;
        }

        return grey;
    }
}

/// <summary>What a conditional generator starts from.</summary>
internal enum ConditionKind
{
    /// <summary>The edges of an image, computed from it.</summary>
    Edges,

    /// <summary>Where an image differs from its background, computed from it.</summary>
    Mask,

    /// <summary>Regions of brightness and colour before the background, computed from it: a map of labels.</summary>
    Regions,

    /// <summary>Pictures that the user gives, one for each image and of the same name.</summary>
    Given,
}
