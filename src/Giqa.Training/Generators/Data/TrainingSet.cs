using System.Globalization;
using System.IO.Hashing;
using Giqa.Images;
using Giqa.Training.Data;

namespace Giqa.Training.Generators;

/// <summary>All training images in memory, square and of one size, with their conditions if a generator wants such.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed class TrainingSet
{
    private readonly byte[][] _pixels;
    private readonly float[][]? _conditions;

    internal TrainingSet(TrainingSetShape shape, IReadOnlyList<string> names, byte[][] pixels, float[][]? conditions, IReadOnlyList<UnreadableImage> skipped)
    {
        (Shape, Names, _pixels, _conditions, Skipped) = (shape, names, pixels, conditions, skipped);
        Checksum = Sum(pixels, conditions);
    }

    /// <summary>How many images there are.</summary>
    public int Count => _pixels.Length;

    /// <summary>The images' names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Images that could not be read, with the reason.</summary>
    public IReadOnlyList<UnreadableImage> Skipped { get; }

    /// <summary>Side and channels.</summary>
    public TrainingSetShape Shape { get; }

    /// <summary>Changes when an image does; a run is only resumed with the images that it was started with.</summary>
    public string Checksum { get; }

    /// <summary>The pixels of an image, channel after channel.</summary>
    internal ReadOnlySpan<byte> Pixels(int index) => _pixels[index];

    /// <summary>The condition of an image, 0..1, channel after channel.</summary>
    internal float[] Condition(int index) => _conditions![index];

    /// <summary>An image to look at.</summary>
    internal RgbImage Image(int index) =>
        PixelValues.ToImages(Array.ConvertAll(_pixels[index], ImagePlanes.Scale), Shape.Channels, Shape.Size)[0];

    private static string Sum(byte[][] pixels, float[][]? conditions)
    {
        var sums = Array.ConvertAll(pixels, image => Crc32.HashToUInt32(image));
        var more = conditions is null ? [] : Array.ConvertAll(conditions, condition => Crc32.HashToUInt32(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(condition)));
        uint[] all = [.. sums, .. more];
        return Crc32.HashToUInt32(System.Runtime.InteropServices.MemoryMarshal.AsBytes<uint>(all)).ToString("x8", CultureInfo.InvariantCulture);
    }
}

/// <summary>What the images of a <see cref="TrainingSet"/> have in common.</summary>
/// <param name="Size">Their side in pixels.</param>
/// <param name="Channels">1 for grey, 3 for RGB.</param>
/// <param name="ConditionChannels">Channels of the conditions, 0 when there are none.</param>
internal sealed record TrainingSetShape(int Size, int Channels, int ConditionChannels);
