using Giqa.Features;

namespace Giqa.Cli.Options;

/// <summary>Which feature cache is used.</summary>
/// <param name="Folder">Its folder; null for none.</param>
/// <param name="IsNamed">Whether the user named it: then it must work.</param>
internal sealed record CacheChoice(string? Folder, bool IsNamed)
{
    /// <summary>Opens it. A cache that is full, read-only, locked or out of reach costs time, not the run; nor does any that nobody asked for.</summary>
    public FeatureCache? Open(Session session)
    {
        try
        {
            return Folder is null ? null : new FeatureCache(Folder) { Faults = new Warnings(session) };
        }
        catch (FeatureCacheException e) when (!IsNamed || e.IsOutOfReach)
        {
            session.Warn($"going on without the feature cache: {e.Message}");
            return null;
        }
    }

    private sealed class Warnings(Session session) : IProgress<string>
    {
        public void Report(string value) => session.Warn(value);
    }
}
