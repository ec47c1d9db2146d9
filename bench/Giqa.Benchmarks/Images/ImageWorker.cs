using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Giqa.Benchmarks.Support;
using Giqa.Images;

namespace Giqa.Benchmarks.Images;

/// <summary>Our side of the image benchmark.</summary>
internal static class ImageWorker
{
    /// <param name="args">The folder with the pictures.</param>
    internal static async Task<int> RunAsync(string[] args)
    {
        await WorkerLoop.RunAsync(task => Prepare(args[0], task.Split(' ')));
        return 0;
    }

    private static Func<int, string> Prepare(string folder, string[] task)
    {
        if (task[0] == "decode")
        {
            var files = Files(folder, task[1], task[2]);
            return items => Decode(files, items);
        }

        var mode = Enum.Parse<ResizeMode>(task[1]);
        var size = int.Parse(task[3], CultureInfo.InvariantCulture);
        var images = Files(folder, "png", task[2]).Select(file => ImageDecoder.Decode(file, new DecodeOptions())).ToList();
        return items => Resize(images, size, mode, items);
    }

    private static List<byte[]> Files(string folder, string format, string size) =>
        [.. Directory.GetFiles(folder, $"{size}-*.{format}").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    private static string Decode(List<byte[]> files, int items)
    {
        var options = new DecodeOptions();
        RgbImage? image = null;
        for (var i = 0; i < items; i++)
        {
            image = ImageDecoder.Decode(files[i % files.Count], options);
        }

        return Digest(image!.Pixels);
    }

    private static string Resize(List<RgbImage> images, int size, ResizeMode mode, int items)
    {
        if (mode is ResizeMode.PilBilinear or ResizeMode.PilBicubic or ResizeMode.PilLanczos)
        {
            RgbImage? image = null;
            for (var i = 0; i < items; i++)
            {
                image = Resizer.ResizeToBytes(images[i % images.Count], size, size, mode);
            }

            return Digest(image!.Pixels);
        }

        var result = new float[size * size * 3];
        for (var i = 0; i < items; i++)
        {
            Resizer.Resize(images[i % images.Count], size, size, mode, result);
        }

        return Digest(MemoryMarshal.AsBytes(result.AsSpan()));
    }

    private static string Digest(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
}
