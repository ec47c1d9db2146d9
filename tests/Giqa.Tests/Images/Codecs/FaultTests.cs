using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Giqa.Images;

namespace Giqa.Tests.Images.Codecs;

/// <summary>Every way in which a file can be no image, and that each gets its own name.</summary>
public sealed class FaultTests
{
    [Fact]
    public void Decode_NoBytes_IsEmpty() => AssertFault(ImageFault.Empty, []);

    [Theory]
    [InlineData("hello, I am text")]
    [InlineData("<html><body>404</body></html>")]
    [InlineData("BM, a text that begins like a bitmap")]
    [InlineData("RIFF....WAVEfmt ")]
    [InlineData("P")]
    [InlineData("P6x")]
    public void Decode_OtherFiles_AreNoImages(string text) => AssertFault(ImageFault.NotAnImage, Encoding.ASCII.GetBytes(text));

    [Theory]
    [InlineData("TIFF", "II*\0\b\0\0\0")]
    [InlineData("TIFF", "MM\0*\0\0\0\b")]
    [InlineData("HEIC", "\0\0\0\u0018ftypheic")]
    [InlineData("HEIC", "\0\0\0\u0018ftypmif1")]
    [InlineData("AVIF", "\0\0\0\u0018ftypavif")]
    [InlineData("JPEG 2000", "\0\0\0\u000CjP  \r\n\u0087\n")]
    [InlineData("JPEG XL", "\0\0\0\u000CJXL \r\n\u0087\n")]
    [InlineData("JPEG XL", "\u00FF\n")]
    [InlineData("ICO", "\0\0\u0001\0")]
    [InlineData("PNM", "P3\n1 1\n255\n1 2 3\n")]
    public void Decode_FormatWithoutDecoder_IsNamed(string format, string start)
    {
        var error = AssertFault(ImageFault.Unsupported, Encoding.Latin1.GetBytes(start));
        Assert.Contains(format, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_AnimatedWebp_GivesItsFirstFrame()
    {
        var image = ImageDecoder.Decode(Fixture.Bytes("animated.webp"), new DecodeOptions());
        Assert.True(image is { Width: > 0, Height: > 0 });
    }

    [Fact]
    public void Decode_Gif_GivesItsFirstFrame()
    {
        // Two pixels, red and blue, then a second frame of two blue ones.
        byte[] gif =
        [
            .. "GIF89a"u8, 2, 0, 1, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 255,
            0x2C, 0, 0, 0, 0, 2, 0, 1, 0, 0, 2, 2, 0x44, 0x0A, 0,
            0x2C, 0, 0, 0, 0, 2, 0, 1, 0, 0, 2, 2, 0x4C, 0x0A, 0, 0x3B,
        ];
        Assert.Equal([255, 0, 0, 0, 0, 255], ImageDecoder.Decode(gif, new DecodeOptions()).Pixels);
        AssertFault(ImageFault.Truncated, gif[..30]);
    }

    [Fact]
    public void Decode_PngWithMegabytesOfText_PassesOverThem()
    {
        var bytes = Fixture.Bytes("rgb.png");
        byte[] text = [.. "tEXt"u8, .. new byte[20 << 20]];
        byte[] sum = new byte[4], length = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc32.HashToUInt32(text));
        BinaryPrimitives.WriteInt32BigEndian(length, text.Length - 4);
        byte[] longer = [.. bytes[..33], .. length, .. text, .. sum, .. bytes[33..]];
        Assert.Equal(ImageDecoder.Decode(bytes, Fixture.AsPil).Pixels, ImageDecoder.Decode(longer, Fixture.AsPil).Pixels);
    }

    [Theory]
    [InlineData("420.jpg")]
    [InlineData("progressive420.jpg")]
    [InlineData("rgb.png")]
    [InlineData("interlaced.png")]
    [InlineData("lossy.webp")]
    [InlineData("lossless-alpha.webp")]
    [InlineData("rgb.bmp")]
    [InlineData("rgb.ppm")]
    public void Decode_HalfAFile_IsTruncated(string name)
    {
        var bytes = Fixture.Bytes(name);
        AssertFault(ImageFault.Truncated, bytes[..(bytes.Length / 2)]);
        // A PNG closes with twelve bytes that say nothing but that it ends.
        AssertFault(ImageFault.Truncated, name.EndsWith(".png", StringComparison.Ordinal) ? bytes[..^13] : bytes[..^1]);
    }

    [Theory]
    [InlineData(AlphaMode.Drop)]
    [InlineData(AlphaMode.OnWhite)]
    public void Decode_PngWithADamagedSideChunk_SaysWhatIsWrong(AlphaMode alpha)
    {
        var bytes = Fixture.Bytes("gamma.png");
        bytes[bytes.AsSpan().IndexOf("gAMA"u8) + 8] ^= 1;
        var error = AssertFault(ImageFault.Corrupt, bytes, new DecodeOptions { Alpha = alpha });
        Assert.Contains("checksum", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rgb.png")]
    [InlineData("gamma.png")]
    [InlineData("interlaced-rgba16.png")]
    public void Decode_PngWithAWrongChecksum_IsCorrupt(string name)
    {
        var bytes = Fixture.Bytes(name);
        foreach (var chunk in (string[])["IHDR", "IDAT", "IEND"])
        {
            var damaged = (byte[])bytes.Clone();
            var type = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(chunk));
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(type - 4));
            damaged[type + 4 + length] ^= 1;
            AssertFault(ImageFault.Corrupt, damaged);
        }
    }

    [Theory]
    [InlineData(24, 3)]
    [InlineData(25, 5)]
    [InlineData(26, 1)]
    [InlineData(27, 1)]
    [InlineData(28, 2)]
    public void Decode_PngOfAKindThatDoesNotExist_IsCorrupt(int offset, byte value)
    {
        var bytes = Fixture.Bytes("rgb.png");
        bytes[offset] = value;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(29), Crc32.HashToUInt32(bytes.AsSpan(12, 17)));
        AssertFault(ImageFault.Corrupt, bytes);
    }

    [Fact]
    public void Decode_JpegWithAMarkerInItsData_IsCorrupt()
    {
        var bytes = Fixture.Bytes("444.jpg");
        bytes[^40] = 0xFF;
        bytes[^39] = 0xD3;
        AssertFault(ImageFault.Corrupt, bytes);
    }

    [Fact]
    public void Decode_LosslessJpeg_IsUnsupported()
    {
        var bytes = Fixture.Bytes("444.jpg");
        bytes[bytes.AsSpan().IndexOf<byte>([0xFF, 0xC0]) + 1] = 0xC3;
        AssertFault(ImageFault.Unsupported, bytes);
    }

    [Theory]
    [MemberData(nameof(GoldenTests.Names), MemberType = typeof(GoldenTests))]
    public void Decode_MorePixelsThanAllowed_IsTooLarge(string name)
    {
        var bytes = Fixture.Bytes(name);
        var image = ImageDecoder.Decode(bytes, new DecodeOptions { MaxPixels = 23 * 17 });
        Assert.Equal(23 * 17, image.Width * image.Height);
        AssertFault(ImageFault.TooLarge, bytes, new DecodeOptions { MaxPixels = (23 * 17) - 1 });
    }

    [Fact]
    public void Decode_PngBomb_NeedsNoMemory()
    {
        var bytes = Fixture.Bytes("rgb.png");
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), 13_000);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(20), 13_000);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(29), Crc32.HashToUInt32(bytes.AsSpan(12, 17)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        AssertFault(ImageFault.Truncated, bytes, Fixture.AsPil);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(20), int.MaxValue);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(29), Crc32.HashToUInt32(bytes.AsSpan(12, 17)));
        AssertFault(ImageFault.TooLarge, bytes, new DecodeOptions { MaxPixels = long.MaxValue });
    }

    private static ImageException AssertFault(ImageFault fault, byte[] bytes, DecodeOptions? options = null)
    {
        var error = Assert.Throws<ImageException>(() => ImageDecoder.Decode(bytes, options ?? new DecodeOptions()));
        Assert.True(error.Fault == fault, $"{error.Fault} and not {fault}: {error.Message}");
        Assert.DoesNotContain('\n', error.Message);
        return error;
    }
}
