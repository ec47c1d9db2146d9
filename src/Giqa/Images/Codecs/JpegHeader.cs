namespace Giqa.Images.Codecs;

/// <summary>What a JPEG's markers say, read over all of its scans without decoding them.</summary>
/// <param name="Width">As announced; 0 without a frame.</param>
/// <param name="Height">As announced.</param>
/// <param name="Orientation">The EXIF orientation, 1 to 8; 1 when there is none.</param>
/// <param name="IsArithmetic">Whether the frame is coded arithmetically.</param>
/// <param name="Scans">How many scans there are.</param>
/// <param name="Visits">How many samples all scans together go through.</param>
/// <param name="EndsProperly">Whether the end marker is there.</param>
internal readonly record struct JpegHeader(int Width, int Height, int Orientation, bool IsArithmetic, int Scans, long Visits, bool EndsProperly)
{
    /// <summary>libjpeg-turbo's own limit.</summary>
    private const int MaxScans = 500;

    /// <summary>
    /// About two seconds' work. The largest picture that is allowed may have a dozen scans, as encoders write; five hundred scans over 50 megapixels,
    /// which fit into 136 kB, would take a quarter of a minute that could not be interrupted.
    /// </summary>
    private const long MaxVisits = 1L << 31;

    /// <summary>Reads the markers.</summary>
    /// <exception cref="ImageException">The file ends before its first scan, or its coding process is not decoded.</exception>
    internal static JpegHeader Read(ReadOnlySpan<byte> encoded)
    {
        JpegFrame? frame = null;
        int orientation = 0, scans = 0;
        long visits = 0;
        var reader = new JpegMarkerReader(encoded);
        while (reader.Next() is { } marker)
        {
            if (marker == JpegMarkerReader.EndOfImage)
            {
                return Header(endsProperly: true);
            }

            if (reader.Segment() is var segment && !reader.IsWhole)
            {
                break;
            }

            if (JpegFrame.IsStart(marker))
            {
                frame ??= JpegFrame.Read(marker, segment);
            }
            else if (marker == JpegMarkerReader.StartOfScan)
            {
                scans++;
                visits += frame?.SamplesOf(segment) ?? 0;
            }
            else if (orientation == 0 && marker == JpegMarkerReader.App1 && segment.StartsWith("Exif\0\0"u8))
            {
                orientation = Exif.ReadOrientation(segment);
            }
        }

        return scans > 0 ? Header(endsProperly: false) : throw new ImageException(ImageFault.Truncated, "the JPEG ends inside its header");

        JpegHeader Header(bool endsProperly) => frame is null
            ? throw new ImageException(ImageFault.Corrupt, "JPEG: there is no frame header before the first scan")
            : new(frame.Width, frame.Height, Math.Max(1, orientation), frame.IsArithmetic, scans, visits, endsProperly);
    }

    /// <summary>Refuses a file whose scans are more work than a picture can need.</summary>
    /// <exception cref="ImageException">There are too many scans, or too many for their size.</exception>
    internal void CheckWork()
    {
        if (Scans > MaxScans)
        {
            throw new ImageException(ImageFault.Unsupported, $"JPEG: {Scans} scans are more than the {MaxScans} allowed");
        }

        if (Visits > MaxVisits)
        {
            throw new ImageException(ImageFault.TooLarge, $"JPEG: {Scans} scans over {Width} x {Height} pixels are more work than any picture needs");
        }
    }
}
