using System.Buffers.Binary;
using System.IO.Compression;
using Giqa.Storage;

namespace Giqa.Images.Inputs;

/// <summary>IDX files of images, the format of MNIST and similar sets: three axes of unsigned bytes; also compressed by gzip.</summary>
internal static class IdxInput
{
    private const int HeaderBytes = 16;

    /// <summary>Whether a file begins like an IDX file of bytes.</summary>
    internal static bool IsIdx(ReadOnlySpan<byte> start) => start.Length >= 4 && start[..3].SequenceEqual<byte>([0, 0, 8]) && start[3] is >= 1 and <= 4;

    internal static ArraySource Open(InputSpecification input, string prefix, DecodeOptions options)
    {
        var path = input.Path;
        using var stream = RegularFile.OpenRead(path);
        var isCompressed = stream.ReadByte() == 0x1F;
        stream.Position = 0;
        return isCompressed ? OpenCompressed(input, stream, prefix, options) : OpenPlain(path, stream, prefix, options);
    }

    private static ArraySource OpenPlain(string path, FileStream stream, string prefix, DecodeOptions options)
    {
        var shape = ReadHeader(path, stream, options);
        var expected = HeaderBytes + ((long)shape.Count * shape.RowBytes);
        return stream.Length == expected
            ? new ArraySource(prefix, shape, new FileRows(RegularFile.OpenHandle(path), HeaderBytes, shape.RowBytes))
            : throw new GiqaException($"{path}: the header announces {shape.Count} images of {shape.Width} x {shape.Height} pixels, {expected} bytes in all, but the file has {stream.Length}");
    }

    private static ArraySource OpenCompressed(InputSpecification input, FileStream stream, string prefix, DecodeOptions options)
    {
        var path = input.Path;
        using var inflated = new GZipStream(stream, CompressionMode.Decompress);
        var shape = ReadHeader(path, inflated, options);
        var rows = new MemoryRows(inflated, shape, new InflationLimit(input, stream.Length, options));
        return rows.Count < shape.Count || inflated.ReadByte() < 0
            ? new ArraySource(prefix, shape, rows)
            : throw new GiqaException($"{path}: there are more bytes than the {shape.Count} images of {shape.Width} x {shape.Height} pixels that the header announces");
    }

    private static ArrayShape ReadHeader(string path, Stream stream, DecodeOptions options)
    {
        var header = new byte[HeaderBytes];
        var read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (!IsIdx(header.AsSpan(0, read)))
        {
            throw new GiqaException(stream is GZipStream
                ? $"{path} is a gzip file without an IDX file in it: unpack it, and give its content"
                : $"{path} is not an IDX file: it does not begin with 00 00 08");
        }

        if (header[3] != 3 || read < HeaderBytes)
        {
            throw new GiqaException($"{path} is an IDX file with {header[3]} axes, {read} bytes of header; images have 3 (count, rows, columns), labels have 1");
        }

        var axes = new int[3];
        for (var i = 0; i < axes.Length; i++)
        {
            axes[i] = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4 + (4 * i)));
        }

        try
        {
            return ArrayShape.Of(axes, options);
        }
        catch (GiqaException e)
        {
            throw new GiqaException($"{path}: {e.Message}", e);
        }
    }
}
