using System.Diagnostics;
using Giqa.Cli;
using Giqa.Tests.Support;

namespace Giqa.Tests.Cli;

/// <summary><c>giqa pick --workers</c>: the picked images of one process, whatever happens to the others.</summary>
public sealed class PickWorkersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PickWorkersTests()
    {
        ImageVerbFixture.WriteImages(_folder.File("images"), 50);
        File.WriteAllText(_folder.File("images/0033.png"), "no image");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--count", "9")]
    [InlineData("--keep", "0.3")]
    [InlineData("--min-quality", "0.4")]
    public async Task Pick_AnyNumberOfWorkers_PicksTheSameImages(string rule, string value)
    {
        await FitAsync();

        // Names of features and of images in several inputs, equal images among them: their order decides.
        string[] command = ["pick", "x.features", "x.features:0..20", "--model", "m.giqa", rule, value, "--json"];
        var one = await RunAsync([.. command, "--list", "one.txt"]);
        foreach (var workers in (string[])["1", "3"])
        {
            var run = await RunAsync([.. command, "--list", $"{workers}.txt", "--workers", workers, "--chunk", "16"]);
            Assert.True(run.Code == ExitCode.Skipped, run.Error);
            Assert.Equal(await File.ReadAllTextAsync(_folder.File("one.txt")), await File.ReadAllTextAsync(_folder.File($"{workers}.txt")));
            Assert.Equal(one.Out.Replace("one.txt", "x", StringComparison.Ordinal), run.Out.Replace($"{workers}.txt", "x", StringComparison.Ordinal));
        }

        Assert.NotEmpty(await File.ReadAllLinesAsync(_folder.File("one.txt")));
        Assert.Empty(Directory.GetDirectories(_folder.Path, "*.run"));
    }

    [Fact]
    public async Task Pick_ImagesThatAreMoved_GoWhereOneProcessPutsThem()
    {
        await FitAsync();
        Directory.CreateDirectory(_folder.File("twins"));
        foreach (var file in Directory.GetFiles(_folder.File("images")))
        {
            File.Copy(file, Path.Combine(_folder.File("twins"), Path.GetFileName(file)));
        }

        Assert.Equal(ExitCode.Skipped, (await RunAsync("pick", "images", "--model", "m.giqa", "--count", "7", "--move-to", "good")).Code);
        string[] command = ["pick", "twins", "--model", "m.giqa", "--count", "7", "--move-to", "fine", "--workers", "2", "--chunk", "8", "--no-cache", "--run", "state"];
        var run = await RunAsync(command);
        Assert.True(run.Code == ExitCode.Skipped, run.Error);
        Assert.Equal(Names("good"), Names("fine"));
        Assert.Equal(Names("images"), Names("twins"));
        Assert.False(Directory.Exists(_folder.File("state")));

        // The same command again has nothing to do, with workers or without.
        Assert.Contains("already done", (await RunAsync(command)).Error, StringComparison.Ordinal);
        Assert.Contains("already done", (await RunAsync(command[..8])).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pick_DriverKilledAndPartDamaged_TheSameCommandPicksTheSame()
    {
        await FitAsync();
        string[] inputs = [.. Enumerable.Repeat("images", 10)];
        string[] command = ["pick", .. inputs, "--model", "m.giqa", "--count", "20", "--no-cache", "--workers", "2", "--chunk", "4", "--list", "killed.txt"];
        using (var driver = GiqaProcess.Start(_folder.Path, command))
        {
            for (var clock = Stopwatch.StartNew(); Parts().Length < 4 && !driver.HasEnded; await Task.Delay(20))
            {
                Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), "it takes too long");
            }

            driver.Kill();
            _ = await driver.EndAsync();
        }

        // One digit of a score is another.
        var text = await File.ReadAllTextAsync(Parts()[0], System.Text.Encoding.Latin1);
        var digit = text.IndexOf("\"score\":", StringComparison.Ordinal) + "\"score\":".Length + 2;
        await File.WriteAllTextAsync(Parts()[0], $"{text[..digit]}{(text[digit] == '7' ? '8' : '7')}{text[(digit + 1)..]}", System.Text.Encoding.Latin1);
        var again = await RunAsync(command);
        var whole = await RunAsync(["pick", .. inputs, "--model", "m.giqa", "--count", "20", "--no-cache", "--list", "whole.txt"]);

        Assert.True(again.Code == ExitCode.Skipped, again.Error);
        Assert.Equal(ExitCode.Skipped, whole.Code);
        Assert.Contains("is damaged, and is made again", again.Error, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllTextAsync(_folder.File("whole.txt")), await File.ReadAllTextAsync(_folder.File("killed.txt")));
    }

    [Fact]
    public async Task WrongUse_IsTold()
    {
        await FitAsync();
        foreach (var (expected, arguments) in ((string, string[])[])
        [
            ("name it with --run DIR", ["pick", "images", "--model", "m.giqa", "--count", "3", "--workers", "2"]),
            ("give one of them with it", ["pick", "images", "--model", "m.giqa", "--count", "3", "--run", "state"]),
            ("pairs are scored in this process", ["pick", "pairs.csv", "--model", "psnr", "--count", "3", "--workers", "2"]),
        ])
        {
            var wrong = await RunAsync(arguments);
            Assert.Equal(ExitCode.Usage, wrong.Code);
            Assert.Contains(expected, wrong.Error, StringComparison.Ordinal);
        }
    }

    private string[] Parts() => Directory.Exists(_folder.File("killed.txt.run/parts")) ? [.. Directory.GetFiles(_folder.File("killed.txt.run/parts"), "0*").Order(StringComparer.Ordinal)] : [];

    private string?[] Names(string folder) => [.. Directory.GetFiles(_folder.File(folder)).Select(Path.GetFileName).Order(StringComparer.Ordinal)];

    private async Task FitAsync()
    {
        _ = await RunAsync("extract", "images", "--out", "x.features", "--chunk", "30", "--no-cache");
        Assert.Equal(ExitCode.Skipped, (await RunAsync("fit", "x.features", "--method", "knn", "--out", "m.giqa")).Code);
    }

    private Task<CliRun> RunAsync(params IReadOnlyList<string> arguments) => GiqaProcess.RunAsync(_folder.Path, arguments);
}
