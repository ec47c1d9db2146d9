using System.Globalization;
using Giqa.Benchmarks.Support;

namespace Giqa.Benchmarks.All;

/// <summary>Measures the roofline, and writes it between the marks of a page: <c>roofline [--page FILE]</c>.</summary>
internal static class RooflineBenchmark
{
    private const string Begin = "<!-- roofline: bench/roofline.sh -->";
    private const string End = "<!-- end of roofline -->";

    internal static async Task<int> RunAsync(string[] args)
    {
        var lines = Describe(Roofline.Measure());
        await TableFile.WriteAsync(lines, args);
        if (new Arguments(args).Text("--page") is { } page)
        {
            var text = await File.ReadAllTextAsync(page);
            var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
            if (begin < 0 || end < begin)
            {
                throw new GiqaException($"{page} lacks the marks '{Begin}' and '{End}'");
            }

            await File.WriteAllTextAsync(page, $"{text[..begin]}{Begin}\n{string.Join('\n', lines)}\n{text[end..]}");
        }

        return 0;
    }

    internal static IReadOnlyList<string> Describe(Roofline roofline) =>
    [
        $"{Machine.Describe()}; one core, best of seven by processor time.",
        string.Empty,
        "| what | measured |",
        "| --- | ---: |",
        Line("product in float32 (sgemm), 1,500 x 700 by 700 x 1,500", roofline.SingleFlops / 1e9, "GFlop/s"),
        Line("product in float64 (dgemm), the same", roofline.DoubleFlops / 1e9, "GFlop/s"),
        Line("reading 512 MiB", roofline.ReadBytes / 1e9, "GB/s"),
        Line("copying 256 MiB, read and written", roofline.CopyBytes / 1e9, "GB/s"),
    ];

    private static string Line(string name, double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"| {name} | {value:F0} {unit} |");
}
