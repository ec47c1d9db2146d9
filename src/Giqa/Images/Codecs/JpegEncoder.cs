namespace Giqa.Images.Codecs;

/// <summary>JPEG through TurboJPEG.</summary>
internal static class JpegEncoder
{
    private const int MaxSide = 65_500;

    internal static unsafe byte[] Encode(RgbImage image, int quality)
    {
        if (image.Width > MaxSide || image.Height > MaxSide)
        {
            throw new GiqaException($"an image of {image.Width} x {image.Height} pixels cannot be a JPEG, which holds at most {MaxSide} a side; use PNG");
        }

        using var handle = TurboJpeg.tjInitCompress();
        if (handle.IsInvalid)
        {
            throw new NativeLibraryException($"{TurboJpeg.Library} cannot make a compressor; run `giqa doctor`");
        }

        var capacity = TurboJpeg.tjBufSize(image.Width, image.Height, TurboJpeg.Subsampling420);
        if (capacity > (nuint)Array.MaxLength)
        {
            throw new GiqaException($"an image of {image.Width} x {image.Height} pixels is too large to be encoded in memory");
        }

        var buffer = GC.AllocateUninitializedArray<byte>((int)capacity);
        fixed (byte* source = image.Pixels, destination = buffer)
        {
            var target = destination;
            var size = capacity;
            var status = TurboJpeg.tjCompress2(
                handle,
                source,
                image.Width,
                0,
                image.Height,
                TurboJpeg.PixelFormatRgb,
                &target,
                &size,
                TurboJpeg.Subsampling420,
                quality,
                TurboJpeg.FlagAccurateDct | TurboJpeg.FlagNoReallocation);
            return status == 0
                ? buffer.AsSpan(0, (int)size).ToArray()
                : throw new GiqaException($"an image of {image.Width} x {image.Height} pixels cannot be encoded: {TurboJpeg.Message(handle)}");
        }
    }
}
