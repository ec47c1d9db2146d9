using System.Diagnostics;
using System.Globalization;
using Giqa.Benchmarks.Support;
using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Benchmarks.Scale;

/// <summary>
/// A set that is larger than memory should be: <c>many-rows FOLDER [--rows 2000000] [--columns 512] [--sample 100000] [--program Giqa.Cli.dll] [--output FILE]</c> makes features in chunks and gives them to
/// fit, score and compare as processes of their own. Their memory is measured without what the system can take back: pages of files.
/// </summary>
internal static class ManyRowsBenchmark
{
    private const int ChunkItems = 8192;
    private const int Clusters = 3;
    private const int GeneratedShare = 10;

    private static readonly string Fingerprint = new('0', 64);

    internal static async Task<int> RunAsync(string[] args)
    {
        var (folder, rows, columns, sample) = (args[0], Number(args, "--rows", 2_000_000), Number(args, "--columns", 512), Number(args, "--sample", 100_000));
        var (real, generated, model) = (Path.Combine(folder, "real.features"), Path.Combine(folder, "generated.features"), Path.Combine(folder, "real.giqa"));
        var program = Array.IndexOf(args, "--program") is var at and >= 0 ? args[at + 1] : Repository.Find("artifacts", "bin", "Giqa.Cli", "release", "Giqa.Cli.dll");
        Make(real, rows, columns, 0, 0);
        Make(generated, rows / GeneratedShare, columns, 1, 0.1f);
        var lines = new List<string>
        {
            "# Many rows",
            string.Empty,
            string.Create(CultureInfo.InvariantCulture, $"{Machine.Describe()}. {rows} x {columns} real and {rows / GeneratedShare} x {columns} generated features in chunks of {ChunkItems}: {rows * (long)columns * sizeof(float) / 1e9:0.0} GB of them are real. `bench/many-rows.sh FOLDER`"),
            string.Empty,
            "Own memory: the most that a process held beside pages of files, which the system takes back when it needs them.",
            string.Empty,
            "| command | wall s | CPU s | own memory, MiB | result |",
            "| --- | ---: | ---: | ---: | --- |",
        };
        foreach (var command in (string[][])
        [
            ["fit", real, "--out", model, "--sample", $"{sample}", "--pca", "0.1"],
            ["score", real, "--model", model, "--out", Path.Combine(folder, "scores.csv")],
            ["compare", generated, "--real", real, "--metrics", "fid", "--no-spread"],
            ["compare", generated, "--real", real, "--metrics", "kid", "--no-spread"],
        ])
        {
            lines.Add(await MeasureAsync(program, command, folder));
            await Console.Error.WriteLineAsync(lines[^1]);
        }

        await TableFile.WriteAsync(lines, args);
        return 0;
    }

    private static async Task<string> MeasureAsync(string program, string[] command, string folder)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. command]) { RedirectStandardOutput = true, WorkingDirectory = folder })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var (own, cpu) = (0L, TimeSpan.Zero);
        while (!process.HasExited)
        {
            try
            {
                own = Math.Max(own, (await File.ReadAllLinesAsync($"/proc/{process.Id}/status")).Where(line => line.StartsWith("RssAnon", StringComparison.Ordinal)).Select(Kibibytes).FirstOrDefault());
                process.Refresh();
                cpu = process.TotalProcessorTime;
            }
            catch (Exception e) when (e is IOException or InvalidOperationException)
            {
                // It has just ended.
            }

            await Task.Delay(50);
        }

        var words = command.Select(word => word.StartsWith(folder, StringComparison.Ordinal) ? Path.GetFileName(word) : word);
        var result = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault(line => line.Any(char.IsDigit)) ?? $"exit code {process.ExitCode}";
        return string.Create(CultureInfo.InvariantCulture, $"| `{string.Join(' ', words)}` | {clock.Elapsed.TotalSeconds:F0} | {cpu.TotalSeconds:F0} | {own / 1024} | {result.Trim().Replace("|", string.Empty, StringComparison.Ordinal)} |");
    }

    private static long Kibibytes(string line) => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    /// <summary>Rows about some centres, of a shape that is no Gaussian's: each value the sum of four even ones.</summary>
    private static void Make(string folder, int rows, int columns, ulong seed, float shift)
    {
        if (FeatureFolder.IsFolder(folder))
        {
            return;
        }

        _ = Parallel.For(0, (rows + ChunkItems - 1) / ChunkItems, chunk =>
        {
            var count = Math.Min(ChunkItems, rows - (chunk * ChunkItems));
            var values = new float[count * columns];
            var random = new SeededRandom((seed << 32) + (ulong)chunk);
            for (var row = 0; row < count; row++)
            {
                var centre = random.NextInt(Clusters);
                for (var column = 0; column < columns; column++)
                {
                    var bits = random.NextBits();
                    var sum = (bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48);
                    values[(row * columns) + column] = (sum / 65536f) + shift + ((column + centre) % Clusters);
                }
            }

            new FeatureSet(new FeatureMatrix(count, columns, values), [.. Enumerable.Range(chunk * ChunkItems, count).Select(item => new FeatureItem($"{item:D8}.png"))], Fingerprint, "made-up")
                .Save(FeatureFolder.ChunkIn(folder, chunk));
        });
        new FeaturePlan { Inputs = [], InputsHash = string.Empty, Items = rows, ChunkItems = ChunkItems, Columns = columns, Fingerprint = Fingerprint, Backbone = "made-up", ApplyOrientation = true, Alpha = default, MaxPixels = 1, MaxFileBytes = 1 }
            .Write(folder);
    }

    private static int Number(string[] args, string name, int initial) =>
        Array.IndexOf(args, name) is var at and >= 0 ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : initial;
}
