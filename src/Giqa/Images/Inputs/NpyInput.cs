using System.Globalization;
using Giqa.Storage;

namespace Giqa.Images.Inputs;

/// <summary>A .npy file of images; they stay on disk until they are read.</summary>
internal static class NpyInput
{
    private const string ByteType = "|u1";
    private const int MostLookedAt = 1 << 18;

    internal static ArraySource Open(string path, string prefix, DecodeOptions options)
    {
        using var stream = RegularFile.OpenRead(path);
        var shape = ShapeOf(path, stream, options);
        var expected = stream.Position + ((long)shape.Images.Count * shape.Images.RowBytes);
        return stream.Length >= expected
            ? new ArraySource(prefix, shape.Images, shape.Order(new FileRows(RegularFile.OpenHandle(path), stream.Position, shape.Images.RowBytes)))
            : throw new GiqaException($"{path}: the header announces {shape.Images.Count} images, {expected} bytes in all, but the file has {stream.Length}");
    }

    /// <summary>Reads the header of an array of images, and leaves the stream at the first pixel.</summary>
    /// <exception cref="GiqaException">It does not hold images as bytes; the message names it and what to do.</exception>
    internal static PictureAxes ShapeOf(string name, Stream stream, DecodeOptions options)
    {
        try
        {
            var header = NpyHeader.Read(stream);
            return header.DataType == ByteType ? PictureAxes.Of(header.Shape, options)
                : header.IsFloat && header.Shape.Length is 3 or 4 ? throw new GiqaException(Advise(header, stream))
                : throw new GiqaException($"it holds {header.Describe()}; images must be uint8, and features an N x D array of floats");
        }
        catch (GiqaException e)
        {
            throw new GiqaException($"{name}: {e.Message}", e);
        }
    }

    /// <summary>How floating point pictures become bytes, by the range of the first of their values; a guess would be a wrong score.</summary>
    private static string Advise(NpyHeader header, Stream stream)
    {
        var size = NpyHeader.SizeOf(header.DataType);
        var bytes = new byte[Math.Min(header.Count, MostLookedAt) * size];
        var values = new float[stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) / size];
        NpyFloats.ToSingle(header.DataType, bytes.AsSpan(0, values.Length * size), values);
        var (least, most) = values.Length == 0 ? (0, 0) : (values.Min(), values.Max());
        var formula = least < 0 ? "((x + 1) * 127.5).round()" : most <= 1 ? "(x * 255).round()" : "x.round()";
        return string.Create(CultureInfo.InvariantCulture, $"it holds {header.Describe()}, the first values from {least:G3} to {most:G3}; images must be uint8: if that is their range, save {formula}.clip(0, 255).astype('uint8')");
    }
}
