using Giqa.Storage;

namespace Giqa.Images.Inputs;

/// <summary>A .npy file of images; they stay on disk until they are read.</summary>
internal static class NpyInput
{
    internal const string ByteType = "|u1";

    internal static ArraySource Open(string path, string prefix, DecodeOptions options)
    {
        using var stream = RegularFile.OpenRead(path);
        var header = ReadHeader(path, stream);
        if (header.DataType != ByteType)
        {
            throw new GiqaException($"{path} holds {header.DataType} numbers; images must be uint8, and features an N x D array of floats");
        }

        var shape = ArrayShape.Of(header.Shape, options);
        var expected = stream.Position + ((long)shape.Count * shape.RowBytes);
        return stream.Length >= expected
            ? new ArraySource(prefix, shape, new FileRows(RegularFile.OpenHandle(path), stream.Position, shape.RowBytes))
            : throw new GiqaException($"{path}: the header announces {shape.Count} images, {expected} bytes in all, but the file has {stream.Length}");
    }

    private static NpyHeader ReadHeader(string path, Stream stream)
    {
        try
        {
            return NpyHeader.Read(stream);
        }
        catch (GiqaException e)
        {
            throw new GiqaException($"{path}: {e.Message}", e);
        }
    }
}
