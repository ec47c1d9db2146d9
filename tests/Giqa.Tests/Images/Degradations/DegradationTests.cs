using Giqa.Images;
using Giqa.Tests.Images.Resizing;

namespace Giqa.Tests.Images.Degradations;

public sealed class DegradationTests
{
    public static TheoryData<DegradationKind> Kinds => new(Enum.GetValues<DegradationKind>());

    public static TheoryData<DegradationKind, int, int> Sizes
    {
        get
        {
            var data = new TheoryData<DegradationKind, int, int>();
            foreach (var kind in Enum.GetValues<DegradationKind>())
            {
                data.Add(kind, 28, 28);
                data.Add(kind, 64, 50);
                data.Add(kind, 300, 512);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Apply_RisingStrength_MovesTheImageFurtherAndFurther(DegradationKind kind, int width, int height)
    {
        var image = Scene(width, height);
        var errors = Enumerable.Range(Degradation.MinStrength, Degradation.MaxStrength)
            .Select(strength => MeanSquare(image, Degradation.Apply(image, kind, strength, 7)))
            .ToList();

        // Two grey levels of root mean square on top of a scene with large flat areas can be seen.
        Assert.True(errors[0] > 4, $"strength 1 changes too little: {errors[0]}");
        Assert.Equal(errors.Order().Distinct(), errors);
        Assert.True(errors[^1] > 2 * errors[0], string.Join(' ', errors));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Apply_SameSeed_GivesTheSameBytesAndLeavesTheImageAlone(DegradationKind kind)
    {
        var image = Scene(40, 30);
        var before = image.Pixels.ToArray();
        var first = Degradation.Apply(image, kind, 3, 99);
        Assert.Equal(first.Pixels, Degradation.Apply(image, kind, 3, 99).Pixels);
        Assert.Equal(before, image.Pixels);
        Assert.Equal((40, 30), (first.Width, first.Height));
    }

    [Theory]
    [InlineData(DegradationKind.Noise)]
    [InlineData(DegradationKind.PatchShuffle)]
    public void Apply_AnotherSeed_GivesAnotherImage(DegradationKind kind)
    {
        var image = Scene(40, 30);
        Assert.NotEqual(Degradation.Apply(image, kind, 3, 1).Pixels, Degradation.Apply(image, kind, 3, 2).Pixels);
    }

    [Fact]
    public void Apply_PatchShuffle_KeepsEveryPixelSomewhere()
    {
        var image = TestPicture.Create(64, 48);
        var shuffled = Degradation.Apply(image, DegradationKind.PatchShuffle, 5, 3);
        Assert.Equal(image.Pixels.Order(), shuffled.Pixels.Order());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Apply_OnePixel_StaysOnePixel(DegradationKind kind)
    {
        var result = Degradation.Apply(new RgbImage(1, 1, [10, 200, 30]), kind, 5, 1);
        Assert.Equal((1, 1), (result.Width, result.Height));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void Apply_StrengthOutsideTheScale_Throws(int strength) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Degradation.Apply(Scene(8, 8), DegradationKind.Blur, strength, 0));

    // Large shapes on a plain ground with some texture, the same at every size.
    private static RgbImage Scene(int width, int height)
    {
        var pixels = new byte[width * height * 3];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (((i / 3 % width) + 0.5) / width, ((i / 3 / width) + 0.5) / height);
            var disc = ((x - 0.4) * (x - 0.4)) + ((y - 0.45) * (y - 0.45)) < 0.09;
            var bar = x + y is > 1.2 and < 1.4;
            var texture = Math.Sin(37 * x) * Math.Cos(29 * y) * 30;
            pixels[i] = (byte)(disc ? 90 + (40 * (i % 3)) + texture : bar ? 30 + (20 * (i % 3)) : 235);
        }

        return new RgbImage(width, height, pixels);
    }

    private static double MeanSquare(RgbImage a, RgbImage b) =>
        a.Pixels.Zip(b.Pixels, (left, right) => (double)(left - right) * (left - right)).Average();
}
