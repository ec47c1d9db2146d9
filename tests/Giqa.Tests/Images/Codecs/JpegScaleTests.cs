using Giqa.Features;
using Giqa.Images;
using Giqa.Images.Codecs;

namespace Giqa.Tests.Images.Codecs;

/// <summary>JPEGs that are decoded at a fraction of their size.</summary>
public class JpegScaleTests
{
    private const int LeastSide = 8;

    public static TheoryData<string> Names => [.. Fixture.Images.Where(name => name.EndsWith(".jpg", StringComparison.Ordinal) && !name.Contains("arithmetic", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_AtAFraction_IsThePictureInSmallByEitherDecoder(string name)
    {
        var bytes = Fixture.Bytes(name);
        var whole = JpegDecoder.Decode(bytes, Fixture.AsPil, turbo: true);
        var options = Fixture.AsPil with { LeastJpegSide = LeastSide };

        var turbo = JpegDecoder.Decode(bytes, options, turbo: true);
        var skia = JpegDecoder.Decode(bytes, options, turbo: false);

        Assert.Equal(JpegScale.For(whole.Width, whole.Height, options).Of(whole.Width, whole.Height), (turbo.Width, turbo.Height));
        Assert.InRange(Math.Min(turbo.Width, turbo.Height), LeastSide, Math.Min(whole.Width, whole.Height) - 1);
        Assert.Equal((turbo.Width, turbo.Height), (skia.Width, skia.Height));
        Assert.Equal(turbo.Pixels, skia.Pixels);
        var small = Resizer.ResizeToBytes(whole, turbo.Width, turbo.Height, ResizeMode.PilBilinear);
        Assert.InRange(small.Pixels.Zip(turbo.Pixels, (a, b) => Math.Abs(a - b)).Average(), 0, 16);
    }

    [Theory]
    [InlineData(4000, 3000, 448, 4)]
    [InlineData(3584, 5000, 448, 8)]
    [InlineData(100_000, 100_000, 448, 8)]
    [InlineData(895, 4000, 448, 1)]
    [InlineData(896, 4000, 448, 2)]
    [InlineData(4000, 3000, null, 1)]
    public void For_ASize_LeavesNoSideTooShort(int width, int height, int? least, int denominator) =>
        Assert.Equal(denominator, JpegScale.For(width, height, new DecodeOptions { LeastJpegSide = least }).Denominator);

    [Fact]
    public void Preset_OfABuiltInBackbone_HasItsOwnFingerprintAndChangesLargeJpegsAlone()
    {
        var (exact, scaled) = (new BackboneStore().Open("mobilenet-low"), new BackboneStore().Open("mobilenet-low", Preprocessing.ScaledJpegPreset));

        Assert.NotEqual(exact.Fingerprint, scaled.Fingerprint);
        Assert.Equal("scaled-jpeg", scaled.Preprocessing.Preset);
        Assert.Null(exact.Preprocessing.DecodeWith(new DecodeOptions()).LeastJpegSide);
        Assert.Equal(448, scaled.Preprocessing.DecodeWith(new DecodeOptions()).LeastJpegSide);
    }
}
