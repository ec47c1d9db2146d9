namespace Giqa.Images;

/// <summary>Averages over cells: a triangle-filtered reduction, then every cell painted flat.</summary>
internal static class Pixelation
{
    // Cells along the shorter side: a share of its pixels, as if it had at most 96 of them.
    private const int FineSize = 96;

    private static ReadOnlySpan<float> Share => [0.5f, 0.4f, 0.32f, 0.25f, 0.2f];

    internal static RgbImage Apply(RgbImage image, int strength)
    {
        var shorter = Math.Min(image.Width, image.Height);
        var factor = Share[strength - 1] * Math.Min(shorter, FineSize) / shorter;
        var (columns, rows) = (Cells(image.Width, factor), Cells(image.Height, factor));
        var cells = Resizer.ResizeToBytes(image, columns, rows, ResizeMode.PilBilinear).Pixels;
        var pixels = new byte[image.Pixels.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            var column = (int)((long)(i / 3 % image.Width) * columns / image.Width);
            var row = (int)((long)(i / 3 / image.Width) * rows / image.Height);
            pixels[i] = cells[(((row * columns) + column) * 3) + (i % 3)];
        }

        return new RgbImage(image.Width, image.Height, pixels);
    }

    private static int Cells(int size, float factor) => Math.Max(1, (int)MathF.Round(size * factor));
}
