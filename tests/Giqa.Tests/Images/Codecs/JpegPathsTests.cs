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
    [InlineData("444.jpg")]
    [InlineData("grey.jpg")]
    [InlineData("restarts.jpg")]
    public void Decode_FrameOfMotionJpeg_TakesTheStandardTables(string name)
    {
        var bytes = WithoutTables(Fixture.Bytes(name));
        Assert.True(bytes.Length < Fixture.Bytes(name).Length - 20);
        Assert.Equal(_expected[name].Data, JpegDecoder.Decode(bytes, Fixture.AsPil, turbo: true).Pixels);
        Assert.Equal(_expected[name].Data, JpegDecoder.Decode(bytes, Fixture.AsPil, turbo: false).Pixels);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Decode_ProgressiveWithoutTables_IsCorrupt(bool turbo) =>
        Assert.Equal(ImageFault.Corrupt, Assert.Throws<ImageException>(() => JpegDecoder.Decode(WithoutTables(Fixture.Bytes("progressive420.jpg")), Fixture.AsPil, turbo)).Fault);

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_DamagedSegments_AreRefusedAlike(string name)
    {
        var original = Fixture.Bytes(name);
        if (name.Contains("arithmetic", StringComparison.Ordinal))
        {
            return;
        }

        var random = new Random(11);
        var refused = 0;
        for (var round = 0; round < 200; round++)
        {
            var bytes = Damage(original, round, random);
            var (turbo, skia) = (Try(bytes, turbo: true), Try(bytes, turbo: false));
            Assert.True(turbo is null == skia is null, $"round {round}: {(turbo is null ? "Skia" : "libjpeg-turbo")} alone takes it");
            refused += skia is null ? 1 : 0;
        }

        Assert.InRange(refused, 50, 199);
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

    private static byte[] WithoutTables(byte[] jpeg) => [0xFF, 0xD8, .. Segments(jpeg).Where(segment => segment[1] != 0xC4).SelectMany(segment => segment)];

    /// <summary>The segments behind the first marker; the last is the first scan and all that follows it.</summary>
    private static List<byte[]> Segments(byte[] jpeg)
    {
        var segments = new List<byte[]>();
        var at = 2;
        for (; jpeg[at + 1] != 0xDA; at += 2 + ((jpeg[at + 2] << 8) | jpeg[at + 3]))
        {
            segments.Add(jpeg[at..(at + 2 + ((jpeg[at + 2] << 8) | jpeg[at + 3]))]);
        }

        segments.Add(jpeg[at..]);
        return segments;
    }

    /// <summary>Drops, doubles, swaps or renames a segment before the scan, or changes a byte of one.</summary>
    private static byte[] Damage(byte[] jpeg, int round, Random random)
    {
        var segments = Segments(jpeg);
        var victim = random.Next(segments.Count - 1);
        switch (round % 5)
        {
            case 0:
                segments.RemoveAt(victim);
                break;
            case 1:
                segments.Insert(victim, segments[victim]);
                break;
            case 2:
                (segments[0], segments[victim]) = (segments[victim], segments[0]);
                break;
            case 3:
                segments[victim] = [.. segments[victim]];
                segments[victim][1] = (byte)random.Next(0xC0, 0xFE);
                break;
            default:
                segments[victim] = [.. segments[victim]];
                segments[victim][random.Next(4, segments[victim].Length)] = (byte)random.Next(256);
                break;
        }

        return [0xFF, 0xD8, .. segments.SelectMany(segment => segment)];
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
