namespace Giqa.Images;

/// <summary>Pictures with 16 bits per channel that use only the lowest twelve or fewer, as scanners and cameras write: read directly, they are almost black.</summary>
internal static class SmallRange
{
    private const byte MostOfTwelveBits = 15;
    private const int SampleSize = 256;

    /// <summary>Whether a picture is one.</summary>
    /// <param name="content">The picture as it is stored.</param>
    /// <param name="image">The same, decoded.</param>
    internal static bool Is(ImageContent content, RgbImage image) => content.IsDeepPng && !image.Pixels.AsSpan().ContainsAnyExceptInRange((byte)0, MostOfTwelveBits);

    /// <summary>Counts them in a sample spread over a source; only 16-bit pictures are decoded for it.</summary>
    internal static (int Found, int Seen) Sample(IImageSource source, DecodeOptions options)
    {
        var seen = Math.Min(source.Count, SampleSize);
        var found = 0;
        for (var i = 0; i < seen; i++)
        {
            try
            {
                var content = source.Read((int)((long)i * source.Count / seen));
                found += content.IsDeepPng && Is(content, content.Decode(options)) ? 1 : 0;
            }
            catch (ImageException)
            {
                // Reported when it is read next.
            }
        }

        return (found, seen);
    }
}
