using System.Buffers.Binary;
using System.Security.Cryptography;
using Giqa.Images.Codecs;

namespace Giqa.Images;

/// <summary>The bytes of one image before decoding: an encoded file, or raw 8-bit pixels from an array.</summary>
/// <remarks>Immutable as long as the buffer is not written to; safe to share between threads.</remarks>
public sealed class ImageContent
{
    private const int PngDepthOffset = 24;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int _width;
    private readonly int _height;
    private readonly int _channels;

    private ImageContent(ReadOnlyMemory<byte> bytes, int width, int height, int channels)
    {
        _bytes = bytes;
        _width = width;
        _height = height;
        _channels = channels;
    }

    /// <summary>Wraps an encoded file: JPEG, PNG, WebP, BMP, PPM. Nothing is checked before <see cref="Decode"/>.</summary>
    public static ImageContent FromFile(ReadOnlyMemory<byte> encoded) => new(encoded, 0, 0, 0);

    /// <summary>Wraps raw pixels, interleaved, rows from the top.</summary>
    /// <param name="pixels">Exactly <c>width * height * channels</c> bytes.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">1 (grey), 3 (RGB) or 4 (RGBA).</param>
    public static ImageContent FromPixels(ReadOnlyMemory<byte> pixels, int width, int height, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (channels is not (1 or 3 or 4))
        {
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "must be 1, 3 or 4");
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.Length, (long)width * height * channels, nameof(pixels));
        return new(pixels, width, height, channels);
    }

    /// <summary>Whether the bytes are those of an image file; raw pixels otherwise.</summary>
    public bool IsEncoded => _channels == 0;

    /// <summary>Whether they are those of a JPEG file.</summary>
    internal bool IsJpeg => IsEncoded && ImageSignature.Recognise(_bytes.Span) == ImageFormat.Jpeg;

    /// <summary>Whether it is a PNG with 16 bits per channel, according to its header.</summary>
    internal bool IsDeepPng => IsEncoded && _bytes.Length > PngDepthOffset && _bytes.Span.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G']) && _bytes.Span[PngDepthOffset] == 16;

    /// <summary>Writes the bytes of an image file unchanged, and raw pixels as PNG.</summary>
    /// <exception cref="ImageException">The raw pixels are more than the limits of the default options.</exception>
    public void WriteImageFile(Stream stream) =>
        stream.Write(IsEncoded ? _bytes.Span : ImageEncoder.EncodePng(Decode(new DecodeOptions())));

    /// <summary>The SHA-256 of what determines the pixels: the file's bytes, or the raw pixels with their shape.</summary>
    /// <returns>32 bytes.</returns>
    public byte[] Hash()
    {
        if (_channels == 0)
        {
            return SHA256.HashData(_bytes.Span);
        }

        Span<byte> shape = stackalloc byte[12];
        BinaryPrimitives.WriteInt32LittleEndian(shape, _width);
        BinaryPrimitives.WriteInt32LittleEndian(shape[4..], _height);
        BinaryPrimitives.WriteInt32LittleEndian(shape[8..], _channels);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("raw"u8);
        hash.AppendData(shape);
        hash.AppendData(_bytes.Span);
        return hash.GetHashAndReset();
    }

    /// <summary>Decodes to RGB.</summary>
    /// <exception cref="ImageException">The bytes are not a usable image; the exception says why.</exception>
    public RgbImage Decode(DecodeOptions options) => _channels == 0
        ? ImageDecoder.Decode(_bytes.Span, options)
        : RawPixels.ToRgb(_bytes.Span, _width, _height, _channels, options);
}
