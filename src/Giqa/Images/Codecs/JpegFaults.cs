namespace Giqa.Images.Codecs;

/// <summary>What TurboJPEG's messages mean for an image. It calls a file cut in the middle a mere warning; here it is a fault.</summary>
internal static class JpegFaults
{
    /// <summary>Warnings that leave all pixels right: bytes before the end marker, and two harmless header habits.</summary>
    private static readonly string[] Harmless =
    [
        "extraneous bytes before marker 0xd9",
        "unknown JFIF revision number",
        "Invalid SOS parameters for sequential JPEG",
    ];

    private static readonly string[] Unsupported =
    [
        "Unsupported JPEG process",
        "Unsupported JPEG data precision",
        "Unsupported color conversion",
        "Could not determine colorspace",
        "more than 500 scans",
    ];

    /// <summary>Throws for a failed decode, unless it is a warning that leaves the pixels whole.</summary>
    /// <remarks>
    /// The library keeps only its first warning, so that a harmless one could hide a cut behind it: the end marker
    /// must then be there.
    /// </remarks>
    internal static void ThrowUnlessHarmless(string message, bool isWarning, ReadOnlySpan<byte> encoded)
    {
        var endsProperly = JpegHeader.EndsProperly(encoded);
        if (!isWarning || !endsProperly || !Contains(Harmless, message))
        {
            throw Describe(message, endsProperly);
        }
    }

    /// <summary>The exception for a message.</summary>
    /// <param name="message">The library's words.</param>
    /// <param name="endsProperly">Whether the end marker is there: a cut inside a table reads as a damaged table.</param>
    internal static ImageException Describe(string message, bool endsProperly)
    {
        var fault = Contains(Unsupported, message) ? ImageFault.Unsupported
            : !endsProperly || message.Contains("Premature end of", StringComparison.Ordinal) ? ImageFault.Truncated
            : ImageFault.Corrupt;
        return new ImageException(fault, $"JPEG: {message}");
    }

    private static bool Contains(string[] known, string message) =>
        Array.Exists(known, part => message.Contains(part, StringComparison.Ordinal));
}
