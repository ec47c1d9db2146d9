using Giqa.Features;
using Giqa.Models;

namespace Giqa;

/// <summary>A model that a <see cref="SharedScorer"/> scores with. Immutable; safe to share between threads.</summary>
public sealed class ServedModel
{
    internal ServedModel(string name, QualityModel model, FeatureExtractor extractor) => (Name, Model, Probe, Extractor, Mapper) =
        (name, model, ForeignProbe.Run(model, () => extractor.Backbone), extractor, model.Maps is { } maps ? new QualityMapper(maps) : null);

    internal ServedModel(string name, PairModel pairs, FeatureExtractor extractor) => (Name, Pairs, Probe, Extractor) = (name, pairs, pairs.Training.Probe, extractor);

    /// <summary>Its name among those of the queue: the file's name without its extension.</summary>
    public string Name { get; }

    /// <summary>The model of real images; null when <see cref="TakesReference"/>.</summary>
    public QualityModel? Model { get; }

    /// <summary>The model that compares an image with a reference; null unless <see cref="TakesReference"/>.</summary>
    internal PairModel? Pairs { get; }

    /// <summary>How it scores non-images; null for a density of real images, or if it was not probed.</summary>
    internal ProbeResult? Probe { get; }

    /// <summary>Whether each image is scored against a reference image.</summary>
    public bool TakesReference => Pairs is not null;

    /// <summary>The backbone that its features come from.</summary>
    public Backbone Backbone => Extractor.Backbone;

    /// <summary>Whether it can say where an image is bad.</summary>
    public bool HasMaps => Mapper is not null;

    internal FeatureExtractor Extractor { get; }

    /// <summary>The source of its maps; null if it has none.</summary>
    internal QualityMapper? Mapper { get; }
}
