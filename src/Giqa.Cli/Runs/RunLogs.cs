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
            return File.ReadLines(path).LastOrDefault(line => line.StartsWith("giqa: ", StringComparison.Ordinal) && !line.StartsWith("giqa: warning:", StringComparison.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The newest errors of a run.</summary>
    public static IReadOnlyList<string> LastErrors(string folder) => Directory.Exists(Path.Combine(folder, "logs"))
        ? [.. Directory.EnumerateFiles(Path.Combine(folder, "logs"), "*.log").OrderDescending(StringComparer.Ordinal).Select(ErrorIn).OfType<string>().Distinct(StringComparer.Ordinal).Take(MostErrors)]
        : [];
}
