using Giqa.Images;

namespace Giqa.Tests.Images.Codecs;

/// <summary>Damaged files: whatever the bytes are, there is an image of the right size or an <see cref="ImageException"/>.</summary>
public sealed class HostileBytesTests
{
    private static readonly DecodeOptions Small = new() { MaxPixels = 1 << 20 };

    public static TheoryData<string> Names => [.. Fixture.Images, "animated.webp"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_EveryPrefix_ThrowsUnlessAllPixelsAreThere(string name)
    {
        var bytes = Fixture.Bytes(name);
        var whole = name == "animated.webp" ? null : ImageDecoder.Decode(bytes, Small).Pixels;
        for (var length = 0; length < bytes.Length; length++)
        {
            if (Try(bytes[..length]) is { } image)
            {
                Assert.Equal(whole, image.Pixels);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_RandomDamage_ThrowsOrGivesAnImage(string name)
    {
        var original = Fixture.Bytes(name);
        var state = 0x9E3779B97F4A7C15UL ^ (ulong)original.Length;
        for (var round = 0; round < 150; round++)
        {
            var bytes = (byte[])original.Clone();
            for (var flips = 1 + (round % 4); flips > 0; flips--)
            {
                // Half of the damage goes to the first bytes, where the headers are.
                var span = (round & 1) == 0 ? bytes.Length : Math.Min(bytes.Length, 100);
                bytes[Next(ref state) % (ulong)span] ^= (byte)(1 + (Next(ref state) % 255));
            }

            _ = Try(bytes);
        }
    }

    private static RgbImage? Try(byte[] bytes)
    {
        try
        {
            return ImageDecoder.Decode(bytes, Small);
        }
        catch (ImageException)
        {
            return null;
        }
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood 2014): the same damage in every run.</summary>
    private static ulong Next(ref ulong state)
    {
        var value = state += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return (value ^ (value >> 31)) >> 1;
    }
}
