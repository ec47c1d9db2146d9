namespace Giqa.Images;

/// <summary>Turns hues about the grey axis; grey pixels do not change.</summary>
internal static class HueTurn
{
    internal static RgbImage Apply(RgbImage image, double degrees)
    {
        // A rotation about (1, 1, 1): Rodrigues' formula gives a circulant matrix of three numbers.
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        var (same, next, last) = (cosine + ((1 - cosine) / 3), ((1 - cosine) / 3) - (sine / Math.Sqrt(3)), ((1 - cosine) / 3) + (sine / Math.Sqrt(3)));
        var pixels = new byte[image.Pixels.Length];
        for (var at = 0; at < pixels.Length; at += 3)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                pixels[at + channel] = PixelMath.ToByte((float)(
                    (same * image.Pixels[at + channel]) + (next * image.Pixels[at + ((channel + 1) % 3)]) + (last * image.Pixels[at + ((channel + 2) % 3)])));
            }
        }

        return new RgbImage(image.Width, image.Height, pixels);
    }
}
