using System.Security.Cryptography;

namespace Giqa.Storage;

/// <summary>Names for files that are still being written, in the folder of their destination.</summary>
/// <remarks>They are short, because the final name may have the maximum length, and begin with a dot.</remarks>
internal static class TemporaryFile
{
    /// <summary>The most bytes of one name on every file system that matters here.</summary>
    internal const int LongestName = 255;

    /// <summary>The plan of a move: named so that tools pass it over, because it is among the images while they are moved.</summary>
    internal const string MovePlan = $"{Prefix}move{Suffix}";

    private const string Prefix = ".giqa-";
    private const string Suffix = ".tmp";

    private const int LongestHost = 24;

    private static readonly TimeSpan LifeOfALink = TimeSpan.FromMinutes(1);

    // Whether a file is still in use on another machine cannot always be determined: a day without a change means that it is not.
    private static readonly TimeSpan LifeOnAnotherHost = TimeSpan.FromDays(1);

    /// <summary>What the names of this machine begin with.</summary>
    private static string OwnPrefix => $"{Prefix}{new string([.. Environment.MachineName.Where(char.IsAsciiLetterOrDigit).Take(LongestHost)])}-";

    /// <summary>A name that is unique across machines: in containers every program may be process 1, and machines may share a name.</summary>
    internal static string In(string folder) => Path.Combine(folder, $"{OwnPrefix}{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(16, lowercase: true)}{Suffix}");

    /// <summary>Removes what runs that were killed left behind. A file that a living process writes to is held by it and stays; those of other machines stay for a day.</summary>
    internal static void RemoveOrphans(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var path in Directory.EnumerateFiles(folder, $"{Prefix}*{Suffix}"))
        {
            // A plan is no leftover: it is what the next run goes on from.
            if (Path.GetFileName(path) != MovePlan && IsOldEnough(path) && IsOrphan(path))
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>Names of older versions have no machine in them.</summary>
    private static bool IsOldEnough(string path)
    {
        var name = Path.GetFileName(path);
        return name.StartsWith(OwnPrefix, StringComparison.Ordinal)
            || name.IndexOf('-', Prefix.Length) < 0
            || TimeProvider.System.GetUtcNow() - new FileInfo(path).LastWriteTimeUtc > LifeOnAnotherHost;
    }

    private static bool IsOrphan(string path)
    {
        if (RegularFile.IsLink(path))
        {
            // A link cannot be held; it is renamed at once after it was made.
            return TimeProvider.System.GetUtcNow() - new FileInfo(path).LastWriteTimeUtc > LifeOfALink;
        }

        try
        {
            using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
