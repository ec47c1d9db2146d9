using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Giqa.Cli;
using Giqa.Numerics;
using Giqa.Storage;
using Giqa.Tests.Packages;
using Giqa.Tests.Support;

namespace Giqa.Tests.Setup;

/// <summary>The GitHub action: its script with the real program, as a runner calls it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class GateActionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Action_WorseCandidate_FailsWithSummaryOutputsAndAnnotation()
    {
        File.WriteAllText(_folder.File("summary.md"), "an earlier line\n");

        var (code, output) = Run("good images.npy", "bad.npy");

        Assert.Equal(ExitCode.Worse, code);
        Assert.Contains("::error title=Image quality::gate: FAIL: bad.npy is worse than good images.npy", output, StringComparison.Ordinal);
        var summary = File.ReadAllText(_folder.File("summary.md"));
        Assert.StartsWith("an earlier line\n## Image quality: **FAIL**\n", summary, StringComparison.Ordinal);
        var outputs = File.ReadAllLines(_folder.File("outputs.txt"));
        Assert.Equal(2, outputs.Length);
        Assert.Equal("outcome=fail", outputs[0]);
        Assert.StartsWith("summary=gate: FAIL: ", outputs[1], StringComparison.Ordinal);
        Assert.All((string[])["gate.json", "gate.xml", "gate.md"], name => Assert.True(File.Exists(_folder.File($"out/{name}"))));

        // What it wrote is the baseline of the next build; arguments come one a line.
        File.Move(_folder.File("out/gate.json"), _folder.File("base.json"));
        Assert.Equal(ExitCode.Done, Run("base.json", "bad.npy", "--undecided\npass").Code);
    }

    [Fact]
    public void Action_MissingInput_EndsWithTheProgramsCodeAndNoOutcome()
    {
        var (code, output) = Run("nothing.npy", "bad.npy");

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("::error title=Image quality::giqa gate could not be run (exit code 1)", output, StringComparison.Ordinal);
        Assert.Equal("outcome=", File.ReadAllLines(_folder.File("outputs.txt"))[0]);
    }

    [Fact]
    public void ActionFile_EveryInput_ReachesTheScript()
    {
        var action = File.ReadAllText(Repository.PathOf("action.yml"));
        var script = File.ReadAllText(Repository.PathOf("eng", "gate-action.sh"));
        var declared = DeclaredInput().Matches(action[..action.IndexOf("outputs:", StringComparison.Ordinal)]).Select(match => match.Groups[1].Value).ToList();
        var passed = PassedInput().Matches(action).ToDictionary(match => match.Groups[2].Value, match => match.Groups[1].Value);

        Assert.Equal(7, declared.Count);
        Assert.Equal(declared.Order(), passed.Keys.Order());
        Assert.All(passed.Values, name => Assert.Contains($"${{{name}", script.Replace($"${name}", $"${{{name}", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [GeneratedRegex("^  ([a-z-]+):$", RegexOptions.Multiline)]
    private static partial Regex DeclaredInput();

    [GeneratedRegex(@"(GATE_[A-Z]+): \$\{\{ inputs\.([a-z-]+) \}\}")]
    private static partial Regex PassedInput();

    private (int Code, string Output) Run(string baseline, string candidate, string arguments = "")
    {
        Make("real.npy", 0, 1);
        Make("good images.npy", 0, 2);
        Make("bad.npy", 1, 3);
        File.WriteAllText(_folder.File("giqa"), $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "Giqa.Cli.dll")}' \"$@\"\n");
        _ = Processes.Run("chmod", ["+x", _folder.File("giqa")], _folder.Path);
        var start = new ProcessStartInfo("bash", [Repository.PathOf("eng", "gate-action.sh")])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            Environment =
            {
                ["GATE_GIQA"] = _folder.File("giqa"),
                ["GATE_BASELINE"] = baseline,
                ["GATE_CANDIDATE"] = candidate,
                ["GATE_REAL"] = "real.npy",
                ["GATE_FOLDER"] = "out",
                ["GATE_ARGUMENTS"] = arguments,
                ["GITHUB_OUTPUT"] = _folder.File("outputs.txt"),
                ["GITHUB_STEP_SUMMARY"] = _folder.File("summary.md"),
                ["XDG_CACHE_HOME"] = _folder.File("cache"),
            },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private void Make(string name, double noise, int seed)
    {
        var random = new SeededRandom((ulong)seed);
        using var stream = File.Create(_folder.File(name));
        Npy.Write<float>(stream, [300, 8], [.. Enumerable.Range(0, 2400).Select(_ => (float)(random.NextGaussian() + (noise * random.NextGaussian())))]);
    }
}
