using Giqa.Images;

namespace Giqa.Tests.Images.Resizing;

public sealed class ResizerTests
{
    public static TheoryData<ResizeMode> Modes => new(Enum.GetValues<ResizeMode>());

    [Theory]
    [MemberData(nameof(Modes))]
    public void Resize_OnEveryVectorPath_GivesTheSameBits(ResizeMode mode)
    {
        var random = new Random(20);
        for (var round = 0; round < 40; round++)
        {
            var image = TestPicture.Create(random.Next(1, 90), random.Next(1, 90));
            var (width, height) = (random.Next(1, 70), random.Next(1, 70));
            var expected = new float[width * height * 3];
            Resizer.Resize(image, width, height, mode, expected, VectorPath.Scalar);
            foreach (var path in VectorPaths.Supported)
            {
                var result = new float[expected.Length];
                Resizer.Resize(image, width, height, mode, result, path);
                Assert.Equal(expected, result);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Resize_ToTheSameSize_ChangesNothing(ResizeMode mode)
    {
        var image = TestPicture.Create(23, 11);
        var result = new float[image.Pixels.Length];
        Resizer.Resize(image, 23, 11, mode, result);
        Assert.Equal(Array.ConvertAll(image.Pixels, value => (float)value), result);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Resize_FlatColour_StaysThatColour(ResizeMode mode)
    {
        var pixels = new byte[57 * 31 * 3];
        pixels.AsSpan().Fill(201);
        var result = new float[20 * 70 * 3];
        Resizer.Resize(new RgbImage(57, 31, pixels), 20, 70, mode, result);
        Assert.All(result, value => Assert.InRange(value, 200.999f, 201.001f));
    }

    [Fact]
    public void Resize_TallImage_UsesAWindowAndNotTheWholeWidthPass()
    {
        var image = TestPicture.Create(8, 40_000);
        var whole = Resizer.ResizeToBytes(image, 4, 1_000, ResizeMode.PilBicubic);
        var top = Resizer.ResizeToBytes(new RgbImage(8, 20_000, image.Pixels[..(8 * 20_000 * 3)]), 4, 500, ResizeMode.PilBicubic);

        // Rows far from the cut do not see it.
        Assert.Equal(top.Pixels[..(4 * 490 * 3)], whole.Pixels[..(4 * 490 * 3)]);
    }

    [Fact]
    public void Resize_EnormousSide_IsRefusedAsTooLarge()
    {
        var image = new RgbImage(20_000_000, 1, new byte[60_000_000]);
        var exception = Assert.Throws<ImageException>(() => Resizer.Resize(image, 299, 299, ResizeMode.PilLanczos, new float[299 * 299 * 3]));
        Assert.Equal(ImageFault.TooLarge, exception.Fault);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, -1)]
    public void Resize_SizeNotPositive_Throws(int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Resizer.Resize(TestPicture.Create(4, 4), width, height, ResizeMode.PilBicubic, []));

    [Fact]
    public void Resize_DestinationOfAnotherLength_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Resizer.Resize(TestPicture.Create(4, 4), 2, 2, ResizeMode.PilBicubic, new float[13]));

    [Fact]
    public void ResizeToBytes_FloatMode_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Resizer.ResizeToBytes(TestPicture.Create(4, 4), 2, 2, ResizeMode.PilBicubicFloat));

    [Fact]
    public void Resize_ManyThreads_GiveTheSameBits()
    {
        var image = TestPicture.Create(150, 120);
        var expected = Resizer.ResizeToBytes(image, 99, 77, ResizeMode.PilLanczos).Pixels;
        Parallel.For(0, 32, _ => Assert.Equal(expected, Resizer.ResizeToBytes(image, 99, 77, ResizeMode.PilLanczos).Pixels));
    }
}
