namespace Giqa.Images.Codecs;

/// <summary>The fraction of its size at which a JPEG is decoded: what is finer is never computed.</summary>
/// <param name="Denominator">1, 2, 4 or 8.</param>
internal readonly record struct JpegScale(int Denominator)
{
    private const int Smallest = 8;

    /// <summary>The smallest fraction that the options allow.</summary>
    internal static JpegScale For(int width, int height, DecodeOptions options)
    {
        var denominator = 1;
        while (denominator < Smallest && Math.Min(width, height) / (2 * denominator) >= options.LeastJpegSide)
        {
            denominator *= 2;
        }

        return new JpegScale(denominator);
    }

    /// <summary>A picture's size at this scale; a part of a pixel counts as one.</summary>
    internal (int Width, int Height) Of(int width, int height) =>
        ((width + Denominator - 1) / Denominator, (height + Denominator - 1) / Denominator);
}
