namespace Giqa.Images.Inputs;

/// <summary>
/// The extensions that make a file in a folder or archive an image. Formats without a decoder are among them, so that
/// their files are listed as skipped rather than silently missed.
/// </summary>
internal static class ImageExtensions
{
    private static readonly string[] Known =
    [
        ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".webp", ".bmp", ".dib", ".ppm", ".pgm", ".pnm",
        ".pbm", ".pam", ".gif", ".tif", ".tiff", ".heic", ".heif", ".avif", ".jp2", ".j2k", ".jpx", ".jxl",
        ".ico", ".psd", ".exr", ".hdr", ".qoi", ".dds",
    ];

    private static readonly HashSet<string> Set = new(Known, StringComparer.OrdinalIgnoreCase);

    /// <summary>What was looked for, in words.</summary>
    internal static string Wanted => $"files ending in {string.Join(' ', Known)}";

    internal static bool IsImage(string name) => Set.Contains(Path.GetExtension(name));
}
