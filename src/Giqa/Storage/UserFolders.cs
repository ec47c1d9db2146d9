namespace Giqa.Storage;

/// <summary>Where Giqa keeps what outlives a run: below <c>GIQA_HOME</c>, or else where the XDG base directories are.</summary>
internal static class UserFolders
{
    /// <summary>For users without a home, so that nothing lands in the current folder; whoever cannot make it goes on without.</summary>
    private const string NoHome = "/nonexistent";

    /// <summary>Backbones that were fetched or imported: <c>$GIQA_HOME/data</c>, <c>$XDG_DATA_HOME/giqa</c> or <c>~/.local/share/giqa</c>.</summary>
    public static string Data => Find("data", "XDG_DATA_HOME", Path.Combine(".local", "share"));

    /// <summary>What can be made again: <c>$GIQA_HOME/cache</c>, <c>$XDG_CACHE_HOME/giqa</c> or <c>~/.cache/giqa</c>.</summary>
    public static string Cache => Find("cache", "XDG_CACHE_HOME", ".cache");

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
