using Giqa.Images;
using Giqa.Images.Codecs;
using Giqa.Storage;

namespace Giqa.Tests.Images.Codecs;

/// <summary>JPEG by libjpeg-turbo and by Skia: equal bytes, and equal faults.</summary>
public sealed class JpegPathsTests
{
    private const int VersionOffset = 11;

    private readonly IReadOnlyDictionary<string, NpyArray> _expected = Fixture.Expected();

    public static TheoryData<string> Names => [.. Fixture.Images.Where(name => name.EndsWith(".jpg", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_EitherDecoder_GivesPilsBytes(string name)
    {
        var bytes = Fixture.Bytes(name);
        Assert.True(TurboJpegLibrary.IsAvailable, "the tests need libturbojpeg0");
        Assert.Equal(_expected[name].Data, JpegDecoder.Decode(bytes, Fixture.AsPil, turbo: true).Pixels);
        if (name.Contains("arithmetic", StringComparison.Ordinal))
        {
            Assert.Equal(ImageFault.Unsupported, Assert.Throws<ImageException>(() => JpegDecoder.Decode(bytes, Fixture.AsPil, turbo: false)).Fault);
            return;
        }

        Assert.Equal(_expected[name].Data, JpegDecoder.Decode(bytes, Fixture.AsPil, turbo: false).Pixels);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_DamagedData_AreRefusedAlike(string name)
    {
        var original = Fixture.Bytes(name);
        if (name.Contains("arithmetic", StringComparison.Ordinal))
        {
            return;
        }

        var scan = original.AsSpan().LastIndexOf<byte>([0xFF, 0xDA]);
        var random = new Random(7);
        int refused = 0, differing = 0;
        for (var round = 0; round < 300; round++)
        {
            var bytes = (byte[])original.Clone();
            for (var flips = 1 + (round % 3); flips > 0; flips--)
            {
                bytes[random.Next(scan + 14, bytes.Length - 2)] = (byte)random.Next(256);
            }

            var (turbo, skia) = (Try(bytes, turbo: true), Try(bytes, turbo: false));
            refused += skia is null ? 1 : 0;
            differing += turbo is null == skia is null ? 0 : 1;
            if (turbo is not null && skia is not null)
            {
                // Values beyond all that an encoder writes are cut off differently in vector code: sizes are compared, not pixels.
                Assert.Equal(turbo.Pixels.Length, skia.Pixels.Length);
            }
        }

        Assert.True(refused > 10, $"{refused} of 300");
        Assert.True(differing <= 3, $"{differing} of 300 are refused by one decoder alone");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Decode_DamageBehindAHarmlessWarning_IsSeen(bool turbo)
    {
        var bytes = Fixture.Bytes("444.jpg");
        bytes[VersionOffset] = 2;
        Assert.Equal(_expected["444.jpg"].Data, JpegDecoder.Decode(bytes, Fixture.AsPil, turbo).Pixels);

        var scan = bytes.AsSpan().IndexOf<byte>([0xFF, 0xDA]);
        byte[] cut = [.. bytes.AsSpan(0, scan + ((bytes.Length - scan) / 3)), 0xFF, 0xD9];
        Assert.Equal(ImageFault.Corrupt, Assert.Throws<ImageException>(() => JpegDecoder.Decode(cut, Fixture.AsPil, turbo)).Fault);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Decode_StrayBytesBeforeTheEnd_LeaveTheImageWhole(bool turbo)
    {
        foreach (var name in (string[])["444.jpg", "progressive420.jpg"])
        {
            var bytes = Fixture.Bytes(name);
            byte[] longer = [.. bytes.AsSpan(0, bytes.Length - 2), .. new byte[40], 0xFF, 0xD9, 1, 2, 3];
            Assert.Equal(_expected[name].Data, JpegDecoder.Decode(longer, Fixture.AsPil, turbo).Pixels);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Decode_ScansBeyondAllNeed_AreRefusedBeforeTheyAreRead(bool turbo)
    {
        var bytes = Fixture.Bytes("progressive420.jpg");
        var frame = bytes.AsSpan().IndexOf<byte>([0xFF, 0xC2]);
        (bytes[frame + 5], bytes[frame + 6], bytes[frame + 7], bytes[frame + 8]) = (0x1B, 0x9E, 0x1B, 0x9E);
        var scan = bytes.AsSpan().LastIndexOf<byte>([0xFF, 0xDA]);
        byte[] many = [.. bytes.AsSpan(0, scan), .. Enumerable.Repeat(bytes[scan..^2], 400).SelectMany(one => one), 0xFF, 0xD9];
        var error = Assert.Throws<ImageException>(() => JpegDecoder.Decode(many, Fixture.AsPil, turbo));
        Assert.Equal(ImageFault.TooLarge, error.Fault);
        Assert.Contains("7070 x 7070", error.Message, StringComparison.Ordinal);
    }

    private static RgbImage? Try(byte[] bytes, bool turbo)
    {
        try
        {
            return JpegDecoder.Decode(bytes, Fixture.AsPil, turbo);
        }
        catch (ImageException)
        {
            return null;
        }
    }
}
