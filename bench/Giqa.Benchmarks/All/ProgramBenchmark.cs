using System.Globalization;
using Giqa.Benchmarks.Support;

namespace Giqa.Benchmarks.All;

/// <summary>
/// The program as users run it, against absolute goals: the time to score one image from a cold process, and the processor time that another image
/// takes, from its file to its score, by the difference of two runs. <c>program [--images N]</c>.
/// </summary>
internal static class ProgramBenchmark
{
    internal const string Start = "giqa score of one image, wall clock";
    internal const string Png = "an image more, 256-pixel PNG to score";
    internal const string Jpeg = "an image more, 256-pixel JPEG to score";

    private const string Bench = "program";
    private const string Goal = "goal";
    private const int Rounds = 5;
    private const int Few = 8;

    internal static async Task<int> RunAsync(string[] args)
    {
        var kept = new ResultRows(args);
        if (!new[] { Start, Png, Jpeg }.Any(title => kept.Wants(Bench, title, Goal)))
        {
            return 0;
        }

        var count = new Arguments(args).Number("--images", kept.IsQuick ? 64 : 256);
        var folder = Directory.CreateTempSubdirectory("giqa-bench-");
        try
        {
            using var program = Worker.StartPython("program.py", folder.FullName, Repository.Find("artifacts", "bin", "Giqa.Cli", "release", "Giqa.Cli.dll"));
            _ = await program.RunAsync("paint", count + Few);
            _ = await program.RunAsync("fit", Math.Min(128, count));
            List<string> lines =
            [
                "# The program against its goals",
                string.Empty,
                $"{Machine.Describe()}. Default backbone, mixture, one thread. `bench/program.sh`",
                string.Empty,
                "| task | goal ms | Giqa ms | goal / Giqa | peak MiB |",
                "| --- | ---: | ---: | ---: | ---: |",
            ];
            foreach (var (title, measure) in new (string, Func<Task<(string, ResultRow)>>)[]
            {
                (Start, () => StartAsync(program)),
                (Png, () => PerImageAsync(program, Png, "png", count)),
                (Jpeg, () => PerImageAsync(program, Jpeg, "jpeg", count)),
            })
            {
                if (await kept.TryAsync(Bench, title, Goal, measure) is { } line)
                {
                    lines.Add(line);
                }
            }

            await TableFile.WriteAsync(lines, args);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(string Line, ResultRow Row)> StartAsync(Worker program)
    {
        var rounds = await RepeatAsync(program, "score png", 1);
        return Row(Start, .4, rounds.Min(round => round.Wall), rounds[0].Check, "best of five, by the clock");
    }

    private static async Task<(string Line, ResultRow Row)> PerImageAsync(Worker program, string title, string kind, int count)
    {
        var (few, many) = (await RepeatAsync(program, $"score {kind}", Few), await RepeatAsync(program, $"score {kind}", count + Few));
        var difference = Measurement.Median(many).Cpu - Measurement.Median(few).Cpu;
        return Row(title, .002, difference / count, many[0].Check, $"{count + Few} images less {Few}");
    }

    private static async Task<List<Measurement>> RepeatAsync(Worker program, string task, int items)
    {
        var rounds = new List<Measurement>();
        for (var round = 0; round < Rounds; round++)
        {
            rounds.Add(await program.RunAsync(task, items));
        }

        return rounds;
    }

    private static (string Line, ResultRow Row) Row(string title, double goal, double own, string peak, string note)
    {
        var row = new ResultRow(Bench, title, Goal, goal, own, note, 0, double.Parse(peak, CultureInfo.InvariantCulture));
        return (string.Create(CultureInfo.InvariantCulture, $"| {title} | {goal * 1e3:F1} | {own * 1e3:F2} | {row.Ratio:F2} | {row.OwnMiB:F0} |"), row);
    }
}
