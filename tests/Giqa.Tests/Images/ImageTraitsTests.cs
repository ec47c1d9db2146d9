using Giqa.Images;

namespace Giqa.Tests.Images;

public sealed class ImageTraitsTests
{
    [Fact]
    public void DifferencesFrom_ImagesOfOneMaking_AreNone() => Assert.Empty(Traits(1).DifferencesFrom(Traits(2)));

    [Theory]
    [InlineData("size", "64 x 64 pixels, where real images have 32 x 32")]
    [InlineData("grey", "100 % of the images are grey, 0 % of the real ones")]
    [InlineData("jpeg", "100 % of the images are stored as JPEG, 0 % of the real ones")]
    [InlineData("soft", "these look scaled up, or soft")]
    public void DifferencesFrom_ImagesOfAnotherMaking_AreToldWithNumbers(string change, string expected)
    {
        var told = Traits(3, change).DifferencesFrom(Traits(1));

        Assert.Contains(told, sentence => sentence.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void DifferencesFrom_JpegAgainstPng_SaysNothingOfScaling() =>
        Assert.DoesNotContain(Traits(3, "jpeg").DifferencesFrom(Traits(1, "soft")), sentence => sentence.Contains("scaled up", StringComparison.Ordinal));

    private static ImageTraits Traits(ulong seed, string? change = null)
    {
        var folder = Directory.CreateTempSubdirectory("giqa-").FullName;
        var random = new Giqa.Numerics.SeededRandom(seed);
        for (var i = 0; i < 8; i++)
        {
            var image = Draw(change == "size" ? 64 : 32, change, random);
            File.WriteAllBytes(Path.Combine(folder, $"{i}.png"), change == "jpeg" ? ImageEncoder.EncodeJpeg(image) : ImageEncoder.EncodePng(image));
        }

        using var source = ImageInput.Open(folder, new DecodeOptions());
        return ImageTraits.Of(source, new DecodeOptions(), default)!;
    }

    private static RgbImage Draw(int side, string? change, Giqa.Numerics.SeededRandom random)
    {
        var cell = change == "soft" ? 8 : 1;
        var grid = Enumerable.Range(0, 3 * ((side / cell) + 2) * ((side / cell) + 2)).Select(_ => random.NextDouble()).ToArray();
        var pixels = new byte[side * side * 3];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y, channel) = (i / 3 % side / (double)cell, i / 3 / side / (double)cell, change == "grey" ? 0 : i % 3);
            double At(int dx, int dy) => grid[(((((int)y + dy) * ((side / cell) + 2)) + (int)x + dx) * 3) + channel];
            var (fx, fy) = (x % 1, y % 1);
            pixels[i] = (byte)(255 * (((1 - fy) * (((1 - fx) * At(0, 0)) + (fx * At(1, 0)))) + (fy * (((1 - fx) * At(0, 1)) + (fx * At(1, 1))))));
        }

        return new RgbImage(side, side, pixels);
    }
}
