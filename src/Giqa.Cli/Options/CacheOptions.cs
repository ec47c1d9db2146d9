using System.CommandLine;
using Giqa.Features;
using Giqa.Storage;

namespace Giqa.Cli.Options;

/// <summary>Where features of images seen before are kept.</summary>
internal sealed class CacheOptions
{
    private readonly Option<string?> _folder = Folder();
    private readonly Option<bool> _off = Make.Flag("--no-cache", "Neither read nor write the feature cache.");

    /// <summary>The folder that is used when none is named.</summary>
    public static string DefaultFolder => UserFolders.Cache;

    /// <summary>The option that names the cache's folder.</summary>
    public static Option<string?> Folder() => Make.Text("--cache", "DIR", "The feature cache's folder. [default: cache in $GIQA_HOME, or giqa in $XDG_CACHE_HOME or ~/.cache]");

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [_folder, _off];

    /// <summary>The choice that was made.</summary>
    public CacheChoice Read(ParseResult arguments)
    {
        var (folder, off) = (arguments.GetValue(_folder), arguments.GetValue(_off));
        return folder is not null && off
            ? throw new UsageException("--cache and --no-cache exclude each other")
            : new CacheChoice(off ? null : folder ?? DefaultFolder, folder is not null);
    }
}

/// <summary>Which feature cache is used.</summary>
/// <param name="Folder">Its folder; null for none.</param>
/// <param name="IsNamed">Whether the user named it: then it must work.</param>
internal sealed record CacheChoice(string? Folder, bool IsNamed)
{
    /// <summary>Opens it. A cache that is full, read-only, locked or unreachable only costs time, and so does a default one that fails.</summary>
    public FeatureCache? Open(Session session)
    {
        try
        {
            return Folder is null ? null : new FeatureCache(Folder) { Faults = new Warnings(session) };
        }
        catch (FeatureCacheException e) when (!IsNamed || e.IsOutOfReach)
        {
            session.Warn($"continuing without the feature cache: {e.Message}");
            return null;
        }
    }

    private sealed class Warnings(Session session) : IProgress<string>
    {
        public void Report(string value) => session.Warn(value);
    }
}
