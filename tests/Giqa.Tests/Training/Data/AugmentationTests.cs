using Giqa.Images;
using Giqa.Training.Data;

namespace Giqa.Tests.Training.Data;

public sealed class AugmentationTests
{
    private const int Size = 8;

    private static readonly byte[] Image = [.. Enumerable.Range(0, Size * Size).Select(i => (byte)(i * 3))];

    [Fact]
    public void Apply_Nothing_OnlyScales()
    {
        var values = Apply(new Augmentation(), 1);
        Assert.Equal(-1, values[0]);
        Assert.All(Image.Zip(values), pair => Assert.Equal((pair.First / 127.5f) - 1, pair.Second, 1e-6f));
    }

    [Fact]
    public void Apply_ToAnImage_GivesTheBytesOfItsPlanes()
    {
        var image = new RgbImage(Size, Size, [.. Enumerable.Range(0, 3 * Size * Size).Select(i => (byte)(i * 7))]);
        var augmentation = new Augmentation { CropPadding = 2, FlipProbability = .5 };
        Assert.Equal(image.Pixels, new Augmentation().Apply(image, 1).Pixels);
        for (var seed = 0UL; seed < 20; seed++)
        {
            var planes = new float[3 * Size * Size];
            augmentation.Apply(ImagePlanes.Separate(image.Pixels), 3, Size, seed, planes);
            Assert.Equal(planes, Array.ConvertAll(ImagePlanes.Separate(augmentation.Apply(image, seed).Pixels), ImagePlanes.Scale));
        }
    }

    [Fact]
    public void Apply_CertainFlip_MirrorsEachRow()
    {
        var values = Apply(new Augmentation { FlipProbability = 1 }, 1);
        for (var i = 0; i < values.Length; i++)
        {
            Assert.Equal((Image[(i / Size * Size) + Size - 1 - (i % Size)] / 127.5f) - 1, values[i], 1e-6f);
        }
    }

    [Fact]
    public void Apply_Shift_MovesWholePixels()
    {
        var seen = new HashSet<(int X, int Y)>();
        for (var seed = 0UL; seed < 100; seed++)
        {
            var values = Apply(new Augmentation { CropPadding = 2 }, seed);
            var centre = (int)Math.Round((values[(4 * Size) + 4] + 1) * 127.5) / 3;
            _ = seen.Add(((centre % Size) - 4, (centre / Size) - 4));
        }

        Assert.Equal(25, seen.Count);
        Assert.All(seen, shift => Assert.InRange(Math.Max(Math.Abs(shift.X), Math.Abs(shift.Y)), 0, 2));
    }

    [Fact]
    public void Apply_Rotation_IsTheSameForTheSameSeedAndStaysInRange()
    {
        var augmentation = new Augmentation { RotationDegrees = 30 };
        Assert.Equal(Apply(augmentation, 5), Apply(augmentation, 5));
        Assert.NotEqual(Apply(augmentation, 5), Apply(augmentation, 6));
        Assert.All(Apply(augmentation, 5), value => Assert.InRange(value, -1, 1));
    }

    [Fact]
    public void Apply_RotatedConstant_StaysConstant()
    {
        var destination = new float[3 * Size * Size];
        byte[] flat = [.. Enumerable.Repeat((byte)255, destination.Length)];
        new Augmentation { RotationDegrees = 180, CropPadding = 20 }.Apply(flat, 3, Size, 9, destination);
        Assert.All(destination, value => Assert.Equal(1, value, 1e-6f));
    }

    private static float[] Apply(Augmentation augmentation, ulong seed)
    {
        var destination = new float[Image.Length];
        augmentation.Apply(Image, 1, Size, seed, destination);
        return destination;
    }
}
