using System.Globalization;

namespace Giqa.Cli.Runs;

/// <summary>What the tasks of a run said.</summary>
internal static class RunLogs
{
    private const int MostErrors = 5;

    /// <summary>Where a task's stderr goes.</summary>
    public static string PathOf(string folder, int round, int task)
    {
        var logs = Path.Combine(folder, "logs");
        _ = Directory.CreateDirectory(logs);
        return Path.Combine(logs, string.Create(CultureInfo.InvariantCulture, $"{round:D6}-{task}.log"));
    }

    /// <summary>The last line of a log that is an error; null when there is none.</summary>
    public static string? ErrorIn(string path)
    {
        try
        {
            return File.ReadLines(path).Select(Error).LastOrDefault(line => line is not null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A line of a task's as an error: its own, or why Slurm ended it; null for any other, also for the farewell of a task that was ended.</summary>
    private static string? Error(string line) =>
        line.StartsWith("giqa: ", StringComparison.Ordinal) ? line.StartsWith("giqa: warning:", StringComparison.Ordinal) || line.StartsWith("giqa: cancelled", StringComparison.Ordinal) ? null : line
        : line.Contains("DUE TO TIME LIMIT", StringComparison.Ordinal) ? "giqa: a task ran into its time limit: ask for more (time=...), or for smaller chunks (--chunk) in another folder"
        : line.Contains("oom-kill", StringComparison.OrdinalIgnoreCase) || line.Contains("oom_kill", StringComparison.OrdinalIgnoreCase) || line.Contains("exceeded memory limit", StringComparison.OrdinalIgnoreCase)
            ? "giqa: a task was ended since it used more memory than it had asked for: ask for more (mem=...)"
        : null;

    /// <summary>The newest errors of a run.</summary>
    public static IReadOnlyList<string> LastErrors(string folder) => Directory.Exists(Path.Combine(folder, "logs"))
        ? [.. Directory.EnumerateFiles(Path.Combine(folder, "logs"), "*.log").OrderDescending(StringComparer.Ordinal).Select(ErrorIn).OfType<string>().Distinct(StringComparer.Ordinal).Take(MostErrors)]
        : [];
}
