using System.Globalization;

namespace Giqa.Cli.Runs;

/// <summary>What the tasks of a run said.</summary>
internal static class RunLogs
{
    /// <summary>Slurm ended a task at its time limit.</summary>
    public const string TimeLimit = "giqa: a task ran into its time limit: ask for more (time=...), or for smaller chunks (--chunk) in another folder";

    /// <summary>Slurm ended a task for its memory.</summary>
    public const string OutOfMemory = "giqa: a task was ended since it used more memory than it had asked for: ask for more (mem=...)";

    private const string Killed = "giqa: a task was ended by signal ";
    private const int MostErrors = 5;

    /// <summary>Where a task's stderr goes.</summary>
    public static string PathOf(string folder, int round, int task) => Path.Combine(folder, "logs", string.Create(CultureInfo.InvariantCulture, $"{round:D6}-{task}.log"));

    /// <summary>Adds to a log, where there is room for it: a full disk is told by what has more to say.</summary>
    public static void Append(string path, string text)
    {
        try
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.AppendAllText(path, $"{text}\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What it says is told all the same, but not kept.
        }
    }

    /// <summary>The last line of a log that is an error; null when there is none.</summary>
    public static string? ErrorIn(string path)
    {
        try
        {
            return File.ReadLines(path).Select(ErrorOf).LastOrDefault(line => line is not null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A line of a task's as an error: its own, or why Slurm ended it; null for any other, also for the farewell of a task that was ended.</summary>
    public static string? ErrorOf(string line) =>
        line.StartsWith("giqa: ", StringComparison.Ordinal) ? line.StartsWith("giqa: warning:", StringComparison.Ordinal) || line.StartsWith("giqa: cancelled", StringComparison.Ordinal) ? null : line
        : line.Contains("DUE TO TIME LIMIT", StringComparison.Ordinal) ? TimeLimit
        : line.Contains("oom-kill", StringComparison.OrdinalIgnoreCase) || line.Contains("oom_kill", StringComparison.OrdinalIgnoreCase) || line.Contains("exceeded memory limit", StringComparison.OrdinalIgnoreCase)
            ? OutOfMemory
        : null;

    /// <summary>What is said for a task that ended without a word. Exit codes above 128 are signals: somebody, or the system, killed it.</summary>
    public static string Silent(int exitCode) => exitCode > 128 ? $"{Killed}{exitCode - 128}" : $"giqa: a task ended with exit code {exitCode}";

    /// <summary>Whether an error is no task's own: others may do what that one was kept from.</summary>
    public static bool IsKill(string error) => error.StartsWith(Killed, StringComparison.Ordinal);

    /// <summary>The newest errors of a run.</summary>
    public static IReadOnlyList<string> LastErrors(string folder) => Directory.Exists(Path.Combine(folder, "logs"))
        ? [.. Directory.EnumerateFiles(Path.Combine(folder, "logs"), "*.log").OrderDescending(StringComparer.Ordinal).Select(ErrorIn).OfType<string>().Distinct(StringComparer.Ordinal).Take(MostErrors)]
        : [];
}
