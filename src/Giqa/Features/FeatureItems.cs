namespace Giqa.Features;

/// <summary>Counts items without making an object of each, where they are kept as bytes.</summary>
internal static class FeatureItems
{
    /// <summary>How many have no fault.</summary>
    internal static int CountSound(IReadOnlyList<FeatureItem> items) => SoundBefore(items, items.Count);

    /// <summary>How many of the first items have no fault.</summary>
    internal static int SoundBefore(IReadOnlyList<FeatureItem> items, int index) => items switch
    {
        PackedItems packed => packed.SoundBefore(index),
        JoinedItems joined => joined.SoundBefore(index),
        _ => items.Take(index).Count(item => item.Fault is null),
    };
}
