using Giqa.Images;

namespace Giqa.Tests.Images;

public sealed class ImageGridTests
{
    [Fact]
    public void Compose_ThreeInTwoColumns_PutsThemRowByRow()
    {
        var grid = ImageGrid.Compose([Flat(10), Flat(20), Flat(30)], columns: 2, scale: 2, gap: 1);
        Assert.Equal((9, 9), (grid.Width, grid.Height));
        Assert.Equal([10, 20, 30, 255, 255], new[] { At(grid, 0, 3), At(grid, 5, 0), At(grid, 3, 8), At(grid, 4, 0), At(grid, 8, 8) });
    }

    [Fact]
    public void Compose_FewerThanTheColumns_IsNoWider() => Assert.Equal(4, ImageGrid.Compose([Flat(1), Flat(2)], columns: 8).Width);

    private static RgbImage Flat(byte value) => new(2, 2, [.. Enumerable.Repeat(value, 12)]);

    private static int At(RgbImage image, int x, int y) => image.Pixels[3 * ((y * image.Width) + x)];
}
