namespace Giqa.Features;

/// <summary>What a feature cache holds for one backbone.</summary>
/// <param name="Backbone">The backbone's name.</param>
/// <param name="Fingerprint">Its fingerprint.</param>
/// <param name="Entries">The number of feature vectors.</param>
/// <param name="Bytes">The size of the vectors alone.</param>
/// <param name="LastUsed">When an extraction last used them.</param>
public sealed record FeatureCacheUse(string Backbone, string Fingerprint, long Entries, long Bytes, DateTimeOffset LastUsed);
