namespace Giqa.Features;

/// <summary>What a feature cache holds.</summary>
/// <param name="Path">The database file.</param>
/// <param name="Bytes">The size of its files on disk.</param>
/// <param name="Backbones">What it holds for each backbone.</param>
public sealed record FeatureCacheInfo(string Path, long Bytes, IReadOnlyList<FeatureCacheUse> Backbones)
{
    /// <summary>The number of feature vectors.</summary>
    public long Entries => Backbones.Sum(backbone => backbone.Entries);
}
