using Giqa.Images;
using Giqa.Tests.Support;
using Giqa.Training.Generators;

namespace Giqa.Tests.Training.Generators;

public sealed class TrainingSetReaderTests
{
    private static readonly DecodeOptions Decoding = new();

    [Theory]
    [InlineData(28, 28)]
    [InlineData(31, 28)]
    [InlineData(33, 32)]
    [InlineData(200, 64)]
    public void Read_WithoutASize_TakesTheImagesOwnUpTo64(int side, int expected)
    {
        var set = Read([.. Enumerable.Range(0, 20).Select(i => PaintedImages.Paint(i, side))], new GeneratorOptions());
        Assert.Equal(new TrainingSetShape(expected, 3, 0), set.Shape);
        Assert.Equal(20, set.Count);
    }

    [Fact]
    public void Read_GreyImages_KeepsOneChannelAndTheirPixels()
    {
        var set = Read([.. Enumerable.Range(0, 20).Select(i => Flat((byte)(10 * i)))], new GeneratorOptions());
        Assert.Equal(new TrainingSetShape(28, 1, 0), set.Shape);
        Assert.Equal(Enumerable.Repeat((byte)70, 28 * 28), set.Pixels(7).ToArray());
        Assert.Equal(Flat(70).Pixels, set.Image(7).Pixels);
    }

    [Fact]
    public void Read_OneImageInColourAmongGrey_NamesItAndTheWayOut()
    {
        var images = Enumerable.Range(0, 20).Select(i => Flat((byte)i)).ToArray();
        images[5] = PaintedImages.Paint(1, 28);
        Assert.StartsWith("5 is in colour, others are grey", Refusal(images, new GeneratorOptions()), StringComparison.Ordinal);
        (images[0], images[5]) = (images[5], images[0]);
        Assert.StartsWith("0 is in colour, and all but 1 of 20 images are grey", Refusal(images, new GeneratorOptions()), StringComparison.Ordinal);
        Assert.Equal(1, Read(images, new GeneratorOptions { Channels = 1 }).Shape.Channels);
        Assert.Equal(3, Read(images, new GeneratorOptions { Channels = 3 }).Shape.Channels);
    }

    [Fact]
    public void Read_TooSmallImages_SaysTheSizesThatThereAre()
    {
        RgbImage[] images = [.. Enumerable.Range(0, 20).Select(i => PaintedImages.Paint(i, 16))];
        Assert.Contains("the images are 16 x 16 pixels; a generator makes 28 to 64", Refusal(images, new GeneratorOptions()), StringComparison.Ordinal);
        Assert.Contains("0 is too small: its shorter side has 16 pixels, and images of 64", Refusal(images, new GeneratorOptions { Size = 64 }), StringComparison.Ordinal);
        Assert.Equal(28, Read(images, new GeneratorOptions { Size = 28 }).Shape.Size);
    }

    [Fact]
    public void Read_TooFewImages_SaysHowManyAreNeeded() =>
        Assert.Contains("3 of 3 images can be read; a generator is trained on at least 16", Refusal([Flat(1), Flat(2), Flat(3)], new GeneratorOptions()), StringComparison.Ordinal);

    [Fact]
    public void Read_WideImage_CutsTheMiddleOut()
    {
        var wide = new RgbImage(60, 28, [.. Enumerable.Range(0, 60 * 28).SelectMany(i => Enumerable.Repeat((byte)(i % 60 is >= 16 and < 44 ? 200 : 0), 3))]);
        var set = Read([.. Enumerable.Repeat(wide, 16)], new GeneratorOptions());
        Assert.All(set.Pixels(0).ToArray(), value => Assert.Equal(200, value));
    }

    [Fact]
    public void Read_AnyPixelChanged_ChangesTheChecksum()
    {
        RgbImage[] images = [.. Enumerable.Range(0, 16).Select(i => Flat((byte)i))];
        var before = Read(images, new GeneratorOptions()).Checksum;
        images[9].Pixels.AsSpan(30, 3).Fill(77);
        Assert.NotEqual(before, Read(images, new GeneratorOptions()).Checksum);
    }

    [Fact]
    public void Read_GivenConditions_AreMatchedByName()
    {
        using var folder = new TemporaryFolder();
        foreach (var i in Enumerable.Range(0, 16))
        {
            Save(folder.File($"images/{i}.png"), Flat((byte)i));
            Save(folder.File($"edges/{15 - i}.bmp.png"), Flat((byte)(16 * (15 - i))));
            File.Move(folder.File($"edges/{15 - i}.bmp.png"), folder.File($"edges/{15 - i}.png"));
        }

        var options = new GeneratorOptions { Kind = GeneratorKind.Pix2pix, Condition = ConditionKind.Given };
        using var images = ImageInput.Open(folder.File("images"), Decoding);
        using var edges = ImageInput.Open(folder.File("edges"), Decoding);
        var set = new TrainingSetReader(options, Decoding, 1).Read(images, edges);
        Assert.Equal(set.Pixels(3)[0] * 16 / 255f, set.Condition(3)[0], 1e-5);
        File.Delete(folder.File("edges/7.png"));
        using var fewer = ImageInput.Open(folder.File("edges"), Decoding);
        Assert.Contains("7.png has no condition", Assert.Throws<GiqaException>(() => new TrainingSetReader(options, Decoding, 1).Read(images, fewer)).Message, StringComparison.Ordinal);
    }

    private static void Save(string path, RgbImage image)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, ImageEncoder.EncodePng(image));
    }

    private static TrainingSet Read(RgbImage[] images, GeneratorOptions options)
    {
        using var source = new SampleSource(images);
        return new TrainingSetReader(options, Decoding, 2).Read(source);
    }

    private static string Refusal(RgbImage[] images, GeneratorOptions options) => Assert.Throws<GiqaException>(() => Read(images, options)).Message;

    private static RgbImage Flat(byte value) => new(28, 28, [.. Enumerable.Repeat(value, 3 * 28 * 28)]);
}
