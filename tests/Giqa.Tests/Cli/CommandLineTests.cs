using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Text.Json;
using Giqa.Cli;
using Giqa.Cli.Commands;
using Giqa.Cli.Doctor;
using Giqa.Tests.Support;

namespace Giqa.Tests.Cli;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("doktor", "unknown verb 'doktor'; did you mean 'doctor'?")]
    [InlineData("doctor --jsno", "unknown option '--jsno'; did you mean '--json'?")]
    [InlineData("doctor --thread 2", "unknown option '--thread'; did you mean '--threads'?")]
    [InlineData("doctor --threads 0", "--threads 0: must be a whole number from 1 to 1024")]
    [InlineData("doctor --threads two", "--threads two: must be a whole number from 1 to 1024")]
    [InlineData("doctor --device gpu", "--device gpu: must be cpu, cuda or cuda:i")]
    [InlineData("doctor --quiet --verbose", "--quiet and --verbose exclude each other")]
    [InlineData("doctor too many", "Unrecognized command or argument 'too'")]
    public async Task Run_BadUsage_EndsWithTwoAndOneLine(string line, string message)
    {
        var run = await CliRun.Of(line.Split(' '));

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Empty(run.Out);
        Assert.StartsWith($"giqa: {message}", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("--help", run.Error.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoVerb_ListsTheVerbs()
    {
        var run = await CliRun.Of();

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("doctor", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("score", "score needs INPUT and --model M.giqa", "giqa score generated/ --model reals.giqa")]
    [InlineData("score a/", "score needs --model M.giqa", null)]
    [InlineData("compare", "compare needs INPUT and --real INPUT", "giqa compare model-a/ model-b/")]
    [InlineData("gan train", "train needs --out RUN", "giqa gan train real/")]
    public async Task Run_WithoutWhatAVerbNeeds_NamesAllOfItAndAnExample(string line, string message, string? example)
    {
        var run = await CliRun.Of(line.Split(' '));

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.StartsWith($"giqa: {message}{Environment.NewLine}", run.Error, StringComparison.Ordinal);
        Assert.Equal(example is not null, run.Error.Contains($"for example: {example}", StringComparison.Ordinal));
        Assert.DoesNotContain("Required argument", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--out is empty: give it S.csv|S.jsonl, or leave it out", "score", "a/", "--model", "m.giqa", "--out", "")]
    [InlineData("--map is empty: give it DIR, or leave it out", "score", "a/", "--model", "m.giqa", "--map", "")]
    [InlineData("--model is empty: give it M.giqa, or leave it out", "score", "a/", "--model", "")]
    [InlineData("--threads is empty: give it N, or leave it out", "doctor", "--threads", "")]
    public async Task Run_OptionWithoutALetter_IsNamed(string message, params string[] line)
    {
        var run = await CliRun.Of(line);

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.StartsWith($"giqa: {message}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Version_PrintsItAloneOnStdout()
    {
        var run = await CliRun.Of("--version");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Matches(@"^giqa \d+\.\d+\.\d+\r?\n$", run.Out);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Run_LibraryFails_EndsWithOneAndOneLine()
    {
        var run = await CliRun.Of([new ThrowingVerb(new GiqaException("the model is damaged"))], "throw");

        Assert.Equal((ExitCode.Failed, string.Empty), (run.Code, run.Out));
        Assert.Equal("giqa: the model is damaged", run.Error.TrimEnd());
    }

    [Fact]
    public async Task Run_UnforeseenFault_IsNamedWithoutAStackTrace()
    {
        var run = await CliRun.Of([new ThrowingVerb(new InvalidOperationException("x"))], "throw");

        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Equal("giqa: internal error: InvalidOperationException: x", run.Error.TrimEnd());
    }

    [Theory]
    [InlineData("score", "--model", "m.giqa", "--out")]
    [InlineData("score", "--model", "m.giqa", "--report")]
    [InlineData("compare", "--real", "r", "--report")]
    [InlineData("extract", "--out")]
    public async Task Run_OutputOntoAnImage_IsRefusedAndLeavesIt(params string[] words)
    {
        using var folder = new TemporaryFolder();
        byte[] picture = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
        var image = folder.File("1.png");
        File.WriteAllBytes(image, picture);

        var run = await CliRun.Of([words[0], folder.Path, .. words[1..], image]);

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains($"{words[^1]} {image}: is an image", run.Error, StringComparison.Ordinal);
        Assert.Equal(picture, File.ReadAllBytes(image));
    }

    [Fact]
    public async Task Run_ClosedOutput_IsNamed()
    {
        var start = new ProcessStartInfo("bash", ["-c", "exec dotnet \"$0\" --version >&-", Path.Combine(AppContext.BaseDirectory, "Giqa.Cli.dll")]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal((ExitCode.Failed, "giqa: the results cannot be written to standard output: it is closed"), (process.ExitCode, error.TrimEnd()));
    }

    [Fact]
    public async Task Run_FileThatBeginsWithADash_IsExplained()
    {
        const string name = "-8347-x.png";
        await File.WriteAllTextAsync(name, "x");
        try
        {
            Assert.Contains($"write ./{name}", (await CliRun.Of("score", name, "--model", "m.giqa")).Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(name);
        }
    }

    [Fact]
    public async Task Help_OfEveryVerb_EndsWithExamplesThatParse()
    {
        var commandLine = new GiqaCommandLine(new Terminal(TextWriter.Null, TextWriter.Null, false, false, TimeProvider.System), Verbs.All());
        foreach (var (path, verb) in VerbsBelow(commandLine.Root, []))
        {
            var run = await CliRun.Of([.. path, "--help"]);

            Assert.Equal((ExitCode.Done, string.Empty), (run.Code, run.Error));
            Assert.EndsWith($"  {verb.Examples[^1]}", run.Out.TrimEnd().ReplaceLineEndings("\n").Replace(" \\\n      ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
            foreach (var example in verb.Examples)
            {
                var words = CommandLineParser.SplitCommandLine(example).ToArray();
                Assert.Equal(["giqa", .. path], words[..(path.Length + 1)]);
                Assert.Empty(UsageErrors.Find(commandLine.Parse(words[1..])));
            }
        }
    }

    [Fact]
    public async Task Doctor_Json_IsOneDocumentWithEveryPart()
    {
        var run = await CliRun.Of("doctor", "--json");

        using var document = JsonDocument.Parse(run.Out);
        var parts = document.RootElement.GetProperty("parts").EnumerateArray().ToList();
        Assert.Equal(document.RootElement.GetProperty("ok").GetBoolean() ? ExitCode.Done : ExitCode.Failed, run.Code);
        Assert.Contains(parts, part => part.GetProperty("name").GetString() == "linear algebra");
        Assert.All(parts, part => Assert.True(part.GetProperty("present").GetBoolean() ^ part.GetProperty("mend").GetString() is not null));
    }

    [Fact]
    public async Task Doctor_ForPeople_IsEightyColumnsWideAndLeavesNothingOut()
    {
        var run = await CliRun.Of("doctor");

        var lines = run.Out.Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        var text = string.Concat(run.Out.Where(c => !char.IsWhiteSpace(c)));
        foreach (var part in Examination.Run().Parts)
        {
            Assert.All((string?[])[part.Name, part.Version, part.Where, part.Mend], said => Assert.Contains(string.Concat((said ?? "").Where(c => !char.IsWhiteSpace(c))), text, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("a/long/path/of/folders", 10, "a/long/", "path/of/", "folders")]
    [InlineData("words that go on", 10, "words that", "go on")]
    [InlineData("unbreakable", 4, "unbr", "eaka", "ble")]
    [InlineData("fits", 4, "fits")]
    [InlineData("", 4, "")]
    public void Wrap_OfLongText_CutsNothing(string text, int width, params string[] lines) => Assert.Equal(lines, DoctorPage.Wrap(text, width));

    private static IEnumerable<(string[] Path, Verb Verb)> VerbsBelow(Command command, string[] path) => command is Verb verb
        ? [(path, verb)]
        : command.Subcommands.SelectMany(child => VerbsBelow(child, [.. path, child.Name]));
}
