using System.Globalization;

namespace Giqa.Cli;

/// <summary>How many files the system lets this process have open at once.</summary>
/// <remarks>With too few the runtime itself falls apart half-way, under names that have nothing to do with the cause: it is asked for at the start.</remarks>
internal static class FileLimit
{
    // Measured: scoring a folder needs 90, of which 74 are the runtime's own: it keeps each assembly open twice.
    private const long Least = 128;
    private const string Row = "Max open files";

    /// <summary>What is wrong, or null. The runtime has raised the limit as far as it may by now.</summary>
    public static string? Fault() => OperatingSystem.IsLinux() ? Fault(Read()) : null;

    /// <summary>The same for the text of <c>/proc/self/limits</c>.</summary>
    internal static string? Fault(IEnumerable<string> limits)
    {
        var row = limits.FirstOrDefault(line => line.StartsWith(Row, StringComparison.Ordinal));
        var words = row?[Row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is [var word, ..] && long.TryParse(word, CultureInfo.InvariantCulture, out var limit) && limit < Least
            ? $"only {limit} files may be open at once here, and Giqa needs {Least}: raise the limit (ulimit -n {Least})"
            : null;
    }

    private static string[] Read()
    {
        try
        {
            return File.ReadAllLines("/proc/self/limits");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without /proc nobody knows; what runs out later is told then.
            return [];
        }
    }
}
