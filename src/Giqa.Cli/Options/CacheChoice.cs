using Giqa.Features;

namespace Giqa.Cli.Options;

/// <summary>Which feature cache is used.</summary>
/// <param name="Folder">Its folder; null for none.</param>
/// <param name="IsNamed">Whether the user named it: then it must work.</param>
internal sealed record CacheChoice(string? Folder, bool IsNamed)
{
    /// <summary>Opens it. A cache that nobody asked for and that does not work costs time, not the run.</summary>
    public FeatureCache? Open(Session session)
    {
        try
        {
            return Folder is null ? null : new FeatureCache(Folder);
        }
        catch (FeatureCacheException e) when (!IsNamed)
        {
            session.Warn($"going on without the feature cache: {e.Message}");
            return null;
        }
    }
}
