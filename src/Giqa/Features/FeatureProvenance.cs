namespace Giqa.Features;

/// <summary>Where features come from; null for what is not known.</summary>
/// <param name="Fingerprint">The backbone's fingerprint.</param>
/// <param name="BackboneName">The backbone's name.</param>
/// <param name="Preset">The name of the preprocessing.</param>
/// <param name="Decoding">How the images were decoded.</param>
internal sealed record FeatureProvenance(string? Fingerprint, string? BackboneName, string? Preset, DecodeHabits? Decoding)
{
    /// <summary>That of the features of a backbone.</summary>
    internal static FeatureProvenance Of(Backbone backbone) => new(backbone.Fingerprint, backbone.Name, backbone.Preprocessing.Preset, DecodeHabits.Of(backbone.Preprocessing));

    /// <summary>Reads what <see cref="AddTo"/> has written.</summary>
    internal static FeatureProvenance From(IReadOnlyDictionary<string, string> metadata) =>
        new(metadata.GetValueOrDefault("fingerprint"), metadata.GetValueOrDefault("backbone"), metadata.GetValueOrDefault("preset"), DecodeHabits.From(metadata));

    /// <summary>Adds what is known to a file's texts.</summary>
    internal void AddTo(IDictionary<string, string> metadata)
    {
        foreach (var (key, value) in (ReadOnlySpan<(string, string?)>)[("fingerprint", Fingerprint), ("backbone", BackboneName), ("preset", Preset)])
        {
            if (value is not null)
            {
                metadata[key] = value;
            }
        }

        Decoding?.AddTo(metadata);
    }
}
