using Giqa.Images;

namespace Giqa.Training.Risa;

/// <summary>Mean colours and mean differences between neighbouring pixels, in 4 x 4 parts of an image.</summary>
internal static class SmallFeature
{
    private const int Side = 32;
    private const int Parts = 4;
    private const int Length = 2 * 3 * Parts * Parts;

    internal static float[] Of(RgbImage image)
    {
        var pixels = Resizer.ResizeToBytes(image, Side, Side, ResizeMode.PilBilinear).Pixels;
        var values = new float[Length];
        const float Share = 1f / (255 * (Side / Parts) * (Side / Parts));
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var part = (y * Parts / Side * Parts) + (x * Parts / Side);
                var (right, down) = (Math.Min(x + 1, Side - 1), Math.Min(y + 1, Side - 1));
                for (var channel = 0; channel < 3; channel++)
                {
                    int At(int column, int row) => pixels[(3 * ((row * Side) + column)) + channel];
                    values[(part * 3) + channel] += At(x, y) * Share;
                    values[(Length / 2) + (part * 3) + channel] += (Math.Abs(At(right, y) - At(x, y)) + Math.Abs(At(x, down) - At(x, y))) * Share;
                }
            }
        }

        return values;
    }
}
