using System.Text;
using Giqa.Cli.Rendering;
using Giqa.Metrics;

namespace Giqa.Cli.Gating;

/// <summary>A gate as Markdown, for the summary of a CI step or a comment on a change.</summary>
internal static class MarkdownFile
{
    private const int ShownClasses = 10;

    public static string Of(GateReport report, GateDocument document)
    {
        var text = new StringBuilder();
        _ = text.Append("## Image quality: ").Append(report.Outcome == GateOutcome.Fail ? "**FAIL**" : report.Outcome == GateOutcome.Pass ? "pass" : "undecided").Append("\n\n")
            .Append(Plain(document.Summary)).Append("\n\n")
            .Append("| check | change | difference | margin | result |\n| --- | --- | --- | ---: | --- |\n");
        foreach (var check in report.Checks)
        {
            _ = text.Append("| ").AppendJoin(" | ", new[] { check.Name, GateWords.Change(check), GateWords.Interval(check), GateWords.Margin(check), $"{GateWords.Outcome(check)}: {check.Reason}" }.Select(Plain)).Append(" |\n");
        }

        foreach (var check in report.Checks.Where(check => check.Classes is { Count: > 0 }))
        {
            AppendClasses(text, check);
        }

        AppendList(text, "As bad as the baseline's worst images", [.. document.WorstImages.Select(image => $"{image.Image} (quality {Figures.Quality(image.Quality)})")]);
        AppendList(text, "Without a usable image", [.. document.BrokenFiles.Select(file => $"{file.Image}: {file.Status}")]);
        AppendList(text, "Warnings", document.Comparison.WarningSummary ?? document.Comparison.Warnings);
        return text.ToString();
    }

    private static void AppendClasses(StringBuilder text, GateCheck check)
    {
        _ = text.Append("\n### ").Append(Plain(check.Name.Split(',')[0])).Append("\n\n| class | images | change | difference | result |\n| --- | ---: | --- | --- | --- |\n");
        foreach (var one in check.Classes!.Take(ShownClasses))
        {
            var own = check with { Baseline = one.Baseline, Candidate = one.Candidate, Difference = one.Difference, Low = one.Low, High = one.High };
            _ = text.Append("| ").AppendJoin(" | ", new[] { one.Name, $"{Figures.Count(one.BaselineImages)} to {Figures.Count(one.CandidateImages)}", GateWords.Change(own), GateWords.Interval(own), GateDocument.WordOf(one.Outcome) }.Select(Plain)).Append(" |\n");
        }

        if (check.Classes!.Count > ShownClasses)
        {
            _ = text.Append("\nand ").Append(check.Classes!.Count - ShownClasses).Append(" better ones\n");
        }
    }

    private static void AppendList(StringBuilder text, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        _ = text.Append("\n<details><summary>").Append(title).Append(" (").Append(lines.Count).Append(lines.Count == GateDocument.Shown ? " shown" : "").Append(")</summary>\n\n");
        foreach (var line in lines)
        {
            _ = text.Append("- ").Append(Plain(line)).Append('\n');
        }

        _ = text.Append("\n</details>\n");
    }

    /// <summary>Text that Markdown shows literally: a file's name is not markup.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '<' => plain.Append("&lt;"),
                '&' => plain.Append("&amp;"),
                '|' or '*' or '_' or '`' or '[' or ']' or '\\' or '#' or '~' or '@' or '!' => plain.Append('\\').Append(letter),
                < ' ' => plain.Append(' '),
                _ => plain.Append(letter),
            };
        }

        return plain.ToString();
    }
}
