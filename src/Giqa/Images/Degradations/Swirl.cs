namespace Giqa.Images;

/// <summary>Turns every point about the centre by an angle that falls to zero at the border; bilinear sampling.</summary>
internal static class Swirl
{
    // The angle at the centre, in radians.
    private static ReadOnlySpan<float> Angle => [1.2f, 1.9f, 2.8f, 4f, 5.6f];

    internal static RgbImage Apply(RgbImage image, int strength)
    {
        var angle = Angle[strength - 1];
        var (centreX, centreY) = ((image.Width - 1) / 2f, (image.Height - 1) / 2f);
        var pixels = new byte[image.Pixels.Length];
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                var (right, down) = (x - centreX, y - centreY);
                var distance = MathF.Max(MathF.Abs(right) / (centreX + 1), MathF.Abs(down) / (centreY + 1));
                var (sine, cosine) = MathF.SinCos(angle * (1 - distance) * (1 - distance));
                var target = pixels.AsSpan(((y * image.Width) + x) * 3, 3);
                Sample(image, centreX + (right * cosine) - (down * sine), centreY + (right * sine) + (down * cosine), target);
            }
        }

        return new RgbImage(image.Width, image.Height, pixels);
    }

    private static void Sample(RgbImage image, float x, float y, Span<byte> target)
    {
        (x, y) = (Math.Clamp(x, 0, image.Width - 1), Math.Clamp(y, 0, image.Height - 1));
        var (left, top) = ((int)x, (int)y);
        var (right, bottom) = (Math.Min(left + 1, image.Width - 1), Math.Min(top + 1, image.Height - 1));
        for (var channel = 0; channel < 3; channel++)
        {
            var upper = float.Lerp(At(left, top), At(right, top), x - left);
            var lower = float.Lerp(At(left, bottom), At(right, bottom), x - left);
            target[channel] = PixelMath.ToByte(float.Lerp(upper, lower, y - top));

            float At(int column, int row) => image.Pixels[(((row * image.Width) + column) * 3) + channel];
        }
    }
}
