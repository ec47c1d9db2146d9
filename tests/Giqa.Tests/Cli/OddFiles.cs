using System.Diagnostics;
using Giqa.Images;

namespace Giqa.Tests.Cli;

/// <summary>Files that are no usable images, of many kinds, with the status that each must get.</summary>
internal static class OddFiles
{
    /// <summary>Writes them into a folder.</summary>
    /// <returns>The status of each by its name.</returns>
    internal static Dictionary<string, string> Write(string folder)
    {
        var png = ImageEncoder.EncodePng(new RgbImage(16, 16, [.. Enumerable.Range(0, 768).Select(i => (byte)(i * 7))]));
        var jpeg = ImageEncoder.EncodeJpeg(new RgbImage(16, 16, new byte[768]));
        var damaged = (byte[])png.Clone();
        damaged[50] ^= 0xFF;
        var huge = (byte[])png.Clone();
        huge[16] = huge[20] = 0x7F;
        var files = new Dictionary<string, (byte[] Bytes, string Status)>
        {
            ["empty.png"] = ([], "empty"),
            ["text.png"] = ("no image here"u8.ToArray(), "not-an-image"),
            ["page.jpg"] = ("<!doctype html>"u8.ToArray(), "not-an-image"),
            ["half.png"] = (png[..(png.Length / 2)], "truncated"),
            ["half.jpg"] = (jpeg[..(jpeg.Length / 2)], "truncated"),
            ["damaged.png"] = (damaged, "corrupt"),
            ["huge.png"] = (huge, "corrupt"),
            ["animation.gif"] = ("GIF89a\u0001\0\u0001\0"u8.ToArray(), "truncated"),
            ["scan.tif"] = ("II*\0\u0008\0\0\0"u8.ToArray(), "unsupported"),
            ["phone.heic"] = ("\0\0\0\u0018ftypheic\0\0\0\0"u8.ToArray(), "unsupported"),
            ["half.ppm"] = ("P6\n16 16\n255\n123"u8.ToArray(), "truncated"),
            ["too-many-bytes.png"] = (new byte[300_000], "too-large"),
        };
        foreach (var (name, (bytes, _)) in files)
        {
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
        }

        _ = File.CreateSymbolicLink(Path.Combine(folder, "dangling.png"), "nowhere.png");
        using var pipe = Process.Start("mkfifo", [Path.Combine(folder, "pipe.png")]);
        pipe.WaitForExit();
        var statuses = files.ToDictionary(file => file.Key, file => file.Value.Status);
        statuses["dangling.png"] = "unreadable";
        statuses["pipe.png"] = "unsupported";
        return statuses;
    }
}
