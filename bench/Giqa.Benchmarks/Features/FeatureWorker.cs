using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Giqa.Benchmarks.Support;
using Giqa.Features;
using Giqa.Images;
using Giqa.Storage;

namespace Giqa.Benchmarks.Features;

/// <summary>Our side of the feature benchmark.</summary>
internal static class FeatureWorker
{
    /// <param name="args">The folder of images, the folder of the backbone store, the number of threads.</param>
    internal static async Task<int> RunAsync(string[] args)
    {
        var threads = int.Parse(args[2], CultureInfo.InvariantCulture);
        var backbone = new BackboneStore(args[1]).Open("inception-fid");
        using var extractor = new FeatureExtractor(backbone, new ExtractorOptions { Threads = threads });
        await WorkerLoop.RunAsync(task =>
        {
            var words = task.Split(' ', 2);
            var start = int.Parse(words[0], CultureInfo.InvariantCulture);
            return items => ExtractAsync(extractor, $"{args[0]}:{start}..{start + items}", words[1]).GetAwaiter().GetResult();
        });
        return 0;
    }

    private static async Task<string> ExtractAsync(FeatureExtractor extractor, string specification, string output)
    {
        using var source = ImageInput.Open(specification, new DecodeOptions());
        var values = new List<float>();
        await foreach (var image in extractor.ExtractAsync(source))
        {
            values.AddRange(image.Values ?? throw new InvalidOperationException($"{image.Name}: {image.Detail}"));
        }

        await using var file = File.Create(output);
        Npy.Write(file, [source.Count, extractor.Backbone.FeatureCount], CollectionsMarshal.AsSpan(values));
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(values))))[..16];
    }
}
