using Giqa.Images;
using Giqa.Images.Pairs;
using Giqa.Metrics.Pairs;
using Giqa.Storage;
using Giqa.Tests.Support;

namespace Giqa.Tests.Metrics.Pairs;

public sealed class FullReferenceTests
{
    private const double Tolerance = 1e-9;

    private static readonly RgbImage Small = PaintedImages.Paint(1, 16);

    [Fact]
    public void Measures_GoldenPairs_EqualNumPy()
    {
        var (images, expected) = (Npy.Read(Fixture.PathOf("pairs/images.npy")), Fixture.Doubles("pairs/expected.npy"));
        var (height, width) = (images.Shape[2], images.Shape[3]);
        for (var pair = 0; pair < images.Shape[0]; pair++)
        {
            var length = 3 * height * width;
            var first = new RgbImage(width, height, images.Data[(2 * pair * length)..(((2 * pair) + 1) * length)]);
            var second = new RgbImage(width, height, images.Data[(((2 * pair) + 1) * length)..(((2 * pair) + 2) * length)]);
            double[] actual =
            [
                FullReference.PeakSignalToNoise(first, second),
                FullReference.StructuralSimilarity(first, second),
                .. Enumerable.Range(1, 4).Select(scales => FullReference.MultiScaleSimilarity(first, second, scales)),
            ];
            Assert.All(actual.Zip(expected.AsSpan(6 * pair, 6).ToArray()), values => Assert.Equal(values.Second, values.First, Tolerance));
        }
    }

    [Fact]
    public void PeakSignalToNoise_OneValueOffByOne_IsTheClosedForm()
    {
        var other = new RgbImage(16, 16, [.. Small.Pixels.Select((value, i) => (byte)(i == 7 ? value ^ 1 : value))]);
        Assert.Equal(10 * Math.Log10(255.0 * 255 * 768), FullReference.PeakSignalToNoise(Small, other), Tolerance);
    }

    [Fact]
    public void Measures_EqualImages_ReachTheirBest()
    {
        Assert.Equal(double.PositiveInfinity, FullReference.PeakSignalToNoise(Small, Small));
        Assert.Equal(1, FullReference.StructuralSimilarity(Small, Small), Tolerance);
        Assert.Equal(1, FullReference.MultiScaleSimilarity(Small, Small), Tolerance);
    }

    [Fact]
    public void StructuralSimilarity_TwoFlatImages_IsTheLuminanceTerm()
    {
        var (dark, light) = (Flat(50), Flat(80));
        const double C = .01 * 255 * .01 * 255;
        Assert.Equal(((2 * 50.0 * 80) + C) / ((50.0 * 50) + (80.0 * 80) + C), FullReference.StructuralSimilarity(dark, light), Tolerance);
    }

    [Fact]
    public void Measures_SwappedImages_AreTheSame()
    {
        var other = PaintedImages.Paint(2, 16);
        Assert.Equal(FullReference.StructuralSimilarity(Small, other), FullReference.StructuralSimilarity(other, Small), Tolerance);
        Assert.Equal(FullReference.PeakSignalToNoise(Small, other), FullReference.PeakSignalToNoise(other, Small), Tolerance);
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(11, 1)]
    [InlineData(64, 3)]
    [InlineData(176, 5)]
    [InlineData(4000, 5)]
    public void ScalesFor_Side_HoldsTheWindowAtTheLast(int side, int expected) => Assert.Equal(expected, FullReference.ScalesFor(side, side + 5));

    [Fact]
    public void Measures_ImagesThatDoNotFit_AreRefused()
    {
        _ = Assert.Throws<GiqaException>(() => FullReference.PeakSignalToNoise(Small, PaintedImages.Paint(1, 17)));
        _ = Assert.Throws<GiqaException>(() => FullReference.StructuralSimilarity(PaintedImages.Paint(1, 10), PaintedImages.Paint(1, 10)));
        Assert.Contains("1 scales", Assert.Throws<GiqaException>(() => FullReference.MultiScaleSimilarity(Small, Small, 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PairMeasure_AllOfThem_PreferTheSameImage()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a.png"), ImageEncoder.EncodePng(PaintedImages.Paint(1)));
        File.WriteAllBytes(folder.File("b.png"), ImageEncoder.EncodePng(PaintedImages.Paint(2, 40)));
        using var pairs = ReferencePairs.Of([new("a.png", "a.png"), new("a.png", "b.png"), new("a.png", ""), new("a.png", "none.png"), new("none.png", "a.png")], folder.Path, new DecodeOptions());
        foreach (var name in PairMeasure.Names.Where(name => name != "lpips"))
        {
            using var measure = PairMeasure.Open(name);
            var rows = measure.Score(pairs, new DecodeOptions());
            Assert.Equal(["ok", "ok", "no-reference", "no-reference", "unreadable"], rows.Select(row => row.Status));
            Assert.True(rows[0].Score > rows[1].Score, name);
            Assert.Null(rows[0].Quality);
        }
    }

    [Fact]
    public void Open_UnknownMeasure_ListsThem() =>
        Assert.Contains("ms-ssim", Assert.Throws<GiqaException>(() => PairMeasure.Open("vif")).Message, StringComparison.Ordinal);

    private static RgbImage Flat(byte value) => new(12, 12, [.. Enumerable.Repeat(value, 3 * 144)]);
}
