namespace Giqa.Storage;

/// <summary>Where Giqa keeps what outlives a run: below <c>GIQA_HOME</c>, or else where the XDG base directories are.</summary>
internal static class UserFolders
{
    /// <summary>For users without a home, so that nothing lands in the current folder; whoever cannot make it goes on without.</summary>
    private const string NoHome = "/nonexistent";

    /// <summary>Backbones that were fetched or imported: <c>$GIQA_HOME/data</c>, <c>$XDG_DATA_HOME/giqa</c> or <c>~/.local/share/giqa</c>.</summary>
    public static string Data => Find("data", "XDG_DATA_HOME", Path.Combine(".local", "share"));

    /// <summary>
    /// What can be made again: <c>$GIQA_HOME/cache</c>, <c>$XDG_CACHE_HOME/giqa</c> or <c>~/.cache/giqa</c>; where the home folder is on a network file system,
    /// a folder of the user's own in the local one for temporary files.
    /// </summary>
    public static string Cache => CacheFor(Find("cache", "XDG_CACHE_HOME", ".cache"), IsOnNetwork);

    /// <summary>The clusters that the user has given names: <c>clusters.json</c> in <c>$GIQA_HOME</c>, <c>$XDG_CONFIG_HOME/giqa</c> or <c>~/.config/giqa</c>.</summary>
    public static string Clusters => Path.Combine(Find(string.Empty, "XDG_CONFIG_HOME", ".config"), "clusters.json");

    /// <summary>The cache's folder, given what network file systems are.</summary>
    /// <param name="usual">Where it would be.</param>
    /// <param name="isOnNetwork">Whether a folder that exists is on one.</param>
    internal static string CacheFor(string usual, Predicate<string> isOnNetwork)
    {
        // The cache is a database that machines must not share. Whoever names a folder knows where it is.
        var isNamed = Environment.GetEnvironmentVariable("GIQA_HOME") is { Length: > 0 } || Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 };
        return !isNamed && isOnNetwork(Existing(usual)) && LocalFolder() is { } local && !isOnNetwork(Existing(local)) ? local : usual;
    }

    /// <summary>A folder below the one for temporary files that nobody else can write to; null where there is none to be had.</summary>
    private static string? LocalFolder()
    {
        if (!OperatingSystem.IsLinux() || Environment.IsPrivilegedProcess)
        {
            return null;
        }

        const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var folder = Path.Combine(Path.GetTempPath(), $"giqa-{Environment.UserName}");
        try
        {
            _ = Directory.CreateDirectory(folder, OwnersAlone);

            // Another user may have made it first: then it is not ours to write to, or others may.
            return !RegularFile.IsLink(folder) && File.GetUnixFileMode(folder) == OwnersAlone && Posix.CanChange(folder) ? folder : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Existing(string folder)
    {
        var existing = Path.GetFullPath(folder);
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }

        return existing;
    }

    private static bool IsOnNetwork(string folder)
    {
        try
        {
            return new DriveInfo(folder).DriveType == DriveType.Network;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    private static string Find(string own, string variable, string usual)
    {
        if (Environment.GetEnvironmentVariable("GIQA_HOME") is { Length: > 0 } home)
        {
            return Path.Combine(Path.GetFullPath(home), own);
        }

        var profile = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var shared = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } set ? set : Path.Combine(profile.Length > 0 ? profile : NoHome, usual);
        return Path.Combine(shared, "giqa");
    }
}
