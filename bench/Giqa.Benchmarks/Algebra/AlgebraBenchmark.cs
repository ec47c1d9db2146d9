using System.Globalization;
using Giqa.Benchmarks.Support;

namespace Giqa.Benchmarks.Algebra;

/// <summary>The managed linear algebra against OpenBLAS, routine by routine and in what is made of them. Pass --output FILE to write the table as well.</summary>
internal static class AlgebraBenchmark
{
    private const int Rounds = 3;

    internal static async Task<int> RunAsync(string[] args)
    {
        List<string> lines =
        [
            "# Linear algebra: managed code against OpenBLAS",
            string.Empty,
            $"{Machine.Describe()}. One thread. `bench/linear-algebra.sh`",
            string.Empty,
            $"Median of {Rounds} alternating rounds after one to warm up, milliseconds of processor time; a ratio above 1 means that the managed code is faster.",
            "It is what runs where OpenBLAS is not found (`GIQA_OPENBLAS=off` here); the digits are those of the result on both sides.",
            string.Empty,
            "| task | OpenBLAS ms (CPU) | managed ms (CPU) | ratio | OpenBLAS' result | managed result |",
            "| --- | ---: | ---: | ---: | ---: | ---: |",
        ];
        foreach (var task in AlgebraWorker.Tasks)
        {
            using var native = Worker.StartOwn("algebra-worker");
            using var managed = Worker.StartOwn("algebra-worker", "off");
            List<Measurement> first = [], second = [];
            for (var round = 0; round <= Rounds; round++)
            {
                var (one, two) = (await native.RunAsync(task, 1), await managed.RunAsync(task, 1));
                if (round > 0)
                {
                    first.Add(one);
                    second.Add(two);
                }
            }

            var (peer, ours) = (Measurement.Median(first), Measurement.Median(second));
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"| {task} | {1000 * peer.CpuPerItem:F1} | {1000 * ours.CpuPerItem:F1} | {peer.CpuPerItem / ours.CpuPerItem:F2} | {peer.Check} | {ours.Check} |"));
            await Console.Error.WriteLineAsync(lines[^1]);
        }

        await TableFile.WriteAsync(lines, args);
        return 0;
    }
}
