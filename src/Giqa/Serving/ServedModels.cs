using Giqa.Features;
using Giqa.Models;

namespace Giqa;

/// <summary>Loads the models of a <see cref="SharedScorer"/>; those with the same backbone share one network.</summary>
internal static class ServedModels
{
    internal static IReadOnlyList<ServedModel> Load(IReadOnlyList<string> paths, ImageScorerOptions options)
    {
        if (paths.GroupBy(NameOf, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new GiqaException($"{twice.Count()} models are named {twice.Key}: rename one of the files {string.Join(", ", twice)}");
        }

        var extractors = new Dictionary<string, FeatureExtractor>(StringComparer.Ordinal);
        try
        {
            return [.. paths.Select(path => Open(path, options, extractors))];
        }
        catch
        {
            foreach (var extractor in extractors.Values)
            {
                extractor.Dispose();
            }

            throw;
        }
    }

    private static ServedModel Open(string path, ImageScorerOptions options, Dictionary<string, FeatureExtractor> extractors)
    {
        if (PairModel.IsPairModel(path))
        {
            var pairs = PairModel.Load(path);
            return new ServedModel(NameOf(path), pairs, ExtractorOf(pairs.Extractor, options, extractors));
        }

        var model = QualityModel.Load(path);
        return new ServedModel(NameOf(path), model, ExtractorOf(ModelBackbone.Open(model, path, options.Backbones), options, extractors));
    }

    private static FeatureExtractor ExtractorOf(Backbone backbone, ImageScorerOptions options, Dictionary<string, FeatureExtractor> extractors)
    {
        if (!extractors.TryGetValue(backbone.Fingerprint, out var extractor))
        {
            extractor = extractors[backbone.Fingerprint] = new FeatureExtractor(backbone, options.Extraction);
        }

        return extractor;
    }

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);
}
