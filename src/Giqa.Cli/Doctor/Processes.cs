using System.ComponentModel;
using System.Diagnostics;

namespace Giqa.Cli.Doctor;

/// <summary>Short queries to other programs.</summary>
internal static class Processes
{
    /// <summary>The first line that a program prints, or null when it is missing, fails or takes longer than ten seconds.</summary>
    public static string? FirstLine(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(10_000))
            {
                process.Kill();
                return null;
            }

            return process.ExitCode == 0 ? output.GetAwaiter().GetResult().Split('\n')[0].Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The version of an installed Debian package, or null.</summary>
    public static string? PackageVersion(string package) => FirstLine("dpkg-query", "-W", "-f=${Version}", package) is { Length: > 0 } version ? version : null;

    /// <summary>The path of a program that the shell would find, or null.</summary>
    public static string? Locate(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);
}
