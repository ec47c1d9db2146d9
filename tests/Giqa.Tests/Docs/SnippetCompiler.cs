using System.Diagnostics;
using Giqa.Tests.Support;

namespace Giqa.Tests.Docs;

/// <summary>The SDK's C# compiler, with what the tests themselves refer to: the built assemblies, .NET and ASP.NET Core.</summary>
internal static class SnippetCompiler
{
    /// <summary>Where .NET is: shared/Microsoft.NETCore.App/VERSION/ lies below it.</summary>
    private static string DotNet { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    /// <summary>Compiles a program, warnings being errors.</summary>
    /// <param name="sources">Its files.</param>
    /// <param name="assembly">Where it goes.</param>
    /// <returns>What the compiler has to say, a line each; nothing when all is well.</returns>
    internal static IReadOnlyList<string> Compile(IEnumerable<string> sources, string assembly)
    {
        using var folder = new TemporaryFolder();
        var files = sources.Select((source, i) => (Path: folder.File($"{i}.cs"), Source: source)).ToList();
        files.ForEach(file => File.WriteAllText(file.Path, file.Source));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        File.WriteAllLines(
            folder.File("all.rsp"),
            [
                "/nologo", "/nostdlib", "/target:exe", "/nullable:enable", "/langversion:latest", "/warnaserror+", $"/out:\"{assembly}\"",
                .. references.Select(reference => $"/reference:\"{reference}\""),
                .. files.Select(file => $"\"{file.Path}\""),
            ]);
        var (code, output) = Run(folder.Path, ["exec", Newest(), "/noconfig", $"@{folder.File("all.rsp")}"]);
        return code == 0 ? [] : output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>Runs a program of <see cref="Compile"/> that lies beside the tests.</summary>
    /// <param name="assembly">The program.</param>
    /// <param name="folder">Where; also its user's home.</param>
    /// <param name="telemetry">What <c>ORT_DISABLE_TELEMETRY</c> says; null for nothing.</param>
    /// <param name="arguments">Its arguments.</param>
    internal static (int Code, string Output) RunBesideTests(string assembly, string folder, string? telemetry, params string[] arguments) => Run(
        folder, ["exec", "--runtimeconfig", Beside("Giqa.Tests.runtimeconfig.json"), "--depsfile", Beside("Giqa.Tests.deps.json"), assembly, .. arguments], telemetry);

    private static (int Code, string Output) Run(string folder, string[] arguments, string? telemetry = null)
    {
        var start = new ProcessStartInfo(Path.Combine(DotNet, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"), arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HOME"] = folder, ["XDG_CACHE_HOME"] = null, ["XDG_DATA_HOME"] = null, ["GIQA_HOME"] = null, ["ORT_DISABLE_TELEMETRY"] = telemetry },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    private static string Newest() => Directory.GetDirectories(Path.Combine(DotNet, "sdk"))
        .Select(sdk => Path.Combine(sdk, "Roslyn", "bincore", "csc.dll"))
        .Where(File.Exists)
        .MaxBy(compiler => File.GetLastWriteTimeUtc(compiler))
        ?? throw new InvalidOperationException($"there is no C# compiler below {DotNet}");

    private static string Beside(string name) => Path.Combine(AppContext.BaseDirectory, name);
}
