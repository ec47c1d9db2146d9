namespace Giqa.Storage;

/// <summary>A process's arguments as given: .NET replaces what is not UTF-8, so the files they name could not be found.</summary>
internal static class CommandLineText
{
    private const string OfThisProcess = "/proc/self/cmdline";

    /// <summary>The arguments with <c>\xHH</c> for each byte that is not UTF-8; unchanged where there is none.</summary>
    public static string[] Restore(string[] arguments)
    {
        if (!OperatingSystem.IsLinux() || !Array.Exists(arguments, argument => argument.Contains('\uFFFD', StringComparison.Ordinal)) || !File.Exists(OfThisProcess))
        {
            return arguments;
        }

        return Restore(arguments, File.ReadAllBytes(OfThisProcess));
    }

    /// <param name="arguments">As .NET gives them.</param>
    /// <param name="commandLine">The whole command line, each part closed by a zero.</param>
    internal static string[] Restore(string[] arguments, ReadOnlySpan<byte> commandLine)
    {
        var given = new List<string>();
        for (int end; (end = commandLine.IndexOf((byte)0)) >= 0; commandLine = commandLine[(end + 1)..])
        {
            given.Add(PathText.OfLine(commandLine[..end]));
        }

        // They are preceded by the program's name and, with 'dotnet giqa.dll', the runtime's.
        return given.Count >= arguments.Length ? [.. given[^arguments.Length..]] : arguments;
    }
}
