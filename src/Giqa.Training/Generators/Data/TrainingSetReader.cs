using Giqa.Images;
using Giqa.Training.Data;

namespace Giqa.Training.Generators;

/// <summary>Reads the images that a generator is trained on: decodes, cuts the middle square out, resizes.</summary>
internal sealed class TrainingSetReader
{
    private const int FewestImages = 16;

    private readonly GeneratorOptions _options;
    private readonly DecodeOptions _decoding;
    private readonly int _threads;

    /// <summary>Prepares to read.</summary>
    /// <param name="options">Its size, channels and condition count.</param>
    /// <param name="decoding">How files become pixels.</param>
    /// <param name="threads">How many images are decoded at a time.</param>
    public TrainingSetReader(GeneratorOptions options, DecodeOptions decoding, int threads)
    {
        (_options, _decoding, _threads) = (options, decoding, threads);
    }

    /// <summary>Reads all images.</summary>
    /// <param name="images">The images.</param>
    /// <param name="conditions">Pictures of the same names, for <see cref="ConditionKind.Given"/>; otherwise null.</param>
    /// <param name="progress">Told how many are read, from any thread.</param>
    /// <param name="cancellationToken">Checked before each image.</param>
    /// <exception cref="GiqaException">Too few can be read, one is too small, grey and colour are mixed, or a condition is missing.</exception>
    public TrainingSet Read(IImageSource images, IImageSource? conditions = null, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        var shape = FindShape(images, conditions);
        var given = conditions is null ? null : GivenConditions.Match(images, conditions);
        var pixels = new byte[images.Count][];
        var maps = new float[images.Count][];
        var faults = SourceReading.Run(
            images,
            _decoding,
            _threads,
            (index, image) =>
            {
                var square = ToSquare(images.GetName(index), image, shape);
                RequireGrey(images.GetName(index), square, shape);
                pixels[index] = ImagePlanes.Planes(square.Pixels, shape.Channels);
                maps[index] = shape.ConditionChannels == 0 ? []
                    : given is null ? ConditionMaps.Compute(square, _options.Condition)
                    : ConditionMaps.Read(LargeEnough(conditions!.GetName(given[index]), conditions.Read(given[index]).Decode(_decoding), shape), _options.Kind, shape.Size, shape.ConditionChannels);
            },
            progress,
            cancellationToken);
        return Collect(images, shape, pixels, maps, faults);
    }

    private TrainingSet Collect(IImageSource images, TrainingSetShape shape, byte[][] pixels, float[][] maps, UnreadableImage?[] faults)
    {
        var sound = Enumerable.Range(0, images.Count).Where(index => faults[index] is null).ToArray();
        if (sound.Length < FewestImages)
        {
            var first = Array.Find(faults, fault => fault is not null);
            throw new GiqaException($"{sound.Length} of {images.Count} images can be read; a generator is trained on at least {FewestImages}, and learns something from a few thousand{(first is null ? string.Empty : $" (first fault: {first.Name}: {first.Reason})")}");
        }

        var set = new TrainingSet(
            shape,
            Array.ConvertAll(sound, images.GetName),
            Array.ConvertAll(sound, index => pixels[index]),
            shape.ConditionChannels == 0 ? null : Array.ConvertAll(sound, index => maps[index]),
            [.. faults.OfType<UnreadableImage>()]);
        RequireColour(set);
        return set;
    }

    /// <summary>Side and channels as asked for, or those of the first image that can be read.</summary>
    private TrainingSetShape FindShape(IImageSource images, IImageSource? conditions)
    {
        var first = FirstReadable(images);
        var own = Math.Min(first.Width, first.Height);
        var size = _options.Size != 0 ? _options.Size : Math.Min(own, GeneratorShape.LargestSize) / 4 * 4;
        if (size < GeneratorShape.SmallestSize)
        {
            throw new GiqaException($"the images are {first.Width} x {first.Height} pixels; a generator makes {GeneratorShape.SmallestSize} to {GeneratorShape.LargestSize}: give larger images, or --size {GeneratorShape.SmallestSize} to enlarge them");
        }

        var channels = _options.Channels != 0 ? _options.Channels : IsGrey(first) ? 1 : 3;
        var conditionChannels = !_options.Kind.IsConditional() ? 0
            : conditions is null || _options.Kind.StartsFromLabels() ? 1
            : IsGrey(FirstReadable(conditions)) ? 1 : 3;
        return new TrainingSetShape(size, channels, conditionChannels);
    }

    private RgbImage FirstReadable(IImageSource images)
    {
        ImageException? fault = null;
        for (var i = 0; i < images.Count; i++)
        {
            try
            {
                return images.Read(i).Decode(_decoding);
            }
            catch (ImageException e)
            {
                fault ??= e;
            }
        }

        throw new GiqaException($"none of {images.Count} images can be read: {fault?.Message}");
    }

    private static RgbImage ToSquare(string name, RgbImage image, TrainingSetShape shape) => SquareCrop.Resize(LargeEnough(name, image, shape), shape.Size);

    private static RgbImage LargeEnough(string name, RgbImage image, TrainingSetShape shape)
    {
        var side = Math.Min(image.Width, image.Height);
        return side * 2 < shape.Size
            ? throw new GiqaException($"{name} is too small: its shorter side has {side} pixels, and images of {shape.Size} are to be learned; leave it out, or give a smaller --size")
            : image;
    }

    /// <summary>Where nothing was asked for, images that begin in grey must go on so.</summary>
    private void RequireGrey(string name, RgbImage image, TrainingSetShape shape)
    {
        if (_options.Channels == 0 && shape.Channels == 1 && !IsGrey(image))
        {
            throw new GiqaException($"{name} is in colour, others are grey: leave it out, or give --channels 1 for grey or --channels 3 for colour");
        }
    }

    /// <summary>Where nothing was asked for, a single image in colour must not decide for all.</summary>
    private void RequireColour(TrainingSet set)
    {
        var colourful = set.Shape.Channels == 3 && _options.Channels == 0
            ? Enumerable.Range(0, set.Count).Where(index => !IsGreyPlanes(set.Pixels(index))).ToArray()
            : null;
        if (colourful?.Length <= set.Count / 10)
        {
            throw new GiqaException($"{set.Names[colourful[0]]} is in colour, and all but {colourful.Length} of {set.Count} images are grey: leave it out, or give --channels 1 for grey or --channels 3 for colour");
        }
    }

    private static bool IsGreyPlanes(ReadOnlySpan<byte> pixels)
    {
        var plane = pixels.Length / 3;
        return pixels[..plane].SequenceEqual(pixels[plane..(2 * plane)]) && pixels[..plane].SequenceEqual(pixels[(2 * plane)..]);
    }

    private static bool IsGrey(RgbImage image)
    {
        for (var i = 0; i < image.Pixels.Length; i += 3)
        {
            if (image.Pixels[i] != image.Pixels[i + 1] || image.Pixels[i] != image.Pixels[i + 2])
            {
                return false;
            }
        }

        return true;
    }
}
