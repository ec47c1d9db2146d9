using System.Diagnostics;
using System.Globalization;
using Giqa.Benchmarks.Support;

namespace Giqa.Benchmarks.All;

/// <summary>
/// The ratios of the last committed tables: of <c>results/all.md</c>, and for what that lacks, of the benchmarks' own tables, which may be from another
/// processor.
/// </summary>
internal static class PreviousRatios
{
    private static readonly string[] Tables = ["all", "images", "models", "neighbours", "metrics"];

    /// <summary>By the row's name and peer, or its name alone.</summary>
    internal static IReadOnlyDictionary<(string Title, string Peer), string> Read()
    {
        var ratios = new Dictionary<(string, string), string>();
        foreach (var table in Tables)
        {
            Add(ratios, Committed($"bench/results/{table}.md"));
        }

        return ratios;
    }

    private static string[] Committed(string path)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["show", $"HEAD:{path}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Find(),
        })!;
        var errors = git.StandardError.ReadToEndAsync();
        var text = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        _ = errors.GetAwaiter().GetResult();
        return git.ExitCode == 0 ? text.Split('\n') : [];
    }

    private static void Add(Dictionary<(string, string), string> ratios, string[] lines)
    {
        var (title, peer, ratio) = (-1, -1, -1);
        foreach (var line in lines)
        {
            if (!line.StartsWith('|'))
            {
                ratio = -1;
                continue;
            }

            var cells = line.Trim('|').Split('|').Select(cell => cell.Trim().Trim('*')).ToArray();
            if (Array.IndexOf(cells, "CPU ratio") is var column and >= 0)
            {
                (title, peer, ratio) = (Math.Max(Array.IndexOf(cells, "task"), 0), Array.IndexOf(cells, "peer"), column);
            }
            else if (ratio >= 0 && ratio < cells.Length && double.TryParse(cells[ratio], CultureInfo.InvariantCulture, out _))
            {
                _ = ratios.TryAdd((cells[title], peer < 0 ? string.Empty : cells[peer]), cells[ratio]);
            }
        }
    }
}
