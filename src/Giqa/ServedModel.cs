using Giqa.Features;
using Giqa.Models;

namespace Giqa;

/// <summary>A model that a <see cref="SharedScorer"/> scores with. Immutable; safe to share between threads.</summary>
public sealed class ServedModel
{
    internal ServedModel(string name, QualityModel model, FeatureExtractor extractor) => (Name, Model, Extractor) = (name, model, extractor);

    /// <summary>Its name among those of the queue: the file's name without its extension.</summary>
    public string Name { get; }

    /// <summary>The model.</summary>
    public QualityModel Model { get; }

    /// <summary>The backbone that its features come from.</summary>
    public Backbone Backbone => Extractor.Backbone;

    internal FeatureExtractor Extractor { get; }
}
