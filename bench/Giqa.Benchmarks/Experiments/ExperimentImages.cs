using Giqa.Features;
using Giqa.Images;

namespace Giqa.Benchmarks.Experiments;

/// <summary>Features of images, once for all models that want them.</summary>
internal static class ExperimentImages
{
    internal static FeatureSet Extract(FeatureExtractor extractor, IReadOnlyList<RgbImage> images, int threads)
    {
        var rows = new float[images.Count][];
        _ = Parallel.For(0, images.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => rows[i] = extractor.Extract(images[i]));
        FeatureItem[] items = [.. Enumerable.Range(0, images.Count).Select(i => new FeatureItem($"{i}"))];
        var backbone = extractor.Backbone;
        return new FeatureSet(new FeatureMatrix(rows.Length, backbone.FeatureCount, [.. rows.SelectMany(row => row)]), items, backbone.Fingerprint, backbone.Name);
    }

    internal static RgbImage[] Read(string input)
    {
        using var source = ImageInput.Open(input, new DecodeOptions());
        return [.. Enumerable.Range(0, source.Count).Select(index => source.Read(index).Decode(new DecodeOptions()))];
    }
}
