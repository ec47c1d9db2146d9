using System.Globalization;
using Giqa.Cli.Rendering;
using Giqa.Metrics;
using Giqa.Numerics;

namespace Giqa.Cli.Comparing;

/// <summary>A comparison as tables for people.</summary>
internal static class CompareTables
{
    public static void Write(CompareDocument document, Tables tables)
    {
        WriteFigures(document.Results, tables);
        foreach (var entry in document.Results.Where(entry => entry.Folders is not null))
        {
            WriteFolders(entry, document.Results.Count > 1, tables);
        }

        if (document.Tests.Count > 0)
        {
            tables.Write(
                ["difference", "of", "against", ">by", ">95 % from", ">to", ">p"],
                document.Tests.Select(test => (string[])[WithFactor(test.Metric, ComparisonMetric.Find(test.Metric)), test.First, test.Second, .. Interval(test)]));
        }
    }

    /// <summary>Why tests or intervals are missing, one line per reason.</summary>
    public static IEnumerable<string> Notes(CompareDocument document) =>
        document.Tests.Where(test => test.Note is not null).GroupBy(test => test.Note).Select(group => $"{string.Join(", ", group.Select(test => test.Metric).Distinct())}: {group.Key}");

    private static void WriteFigures(IReadOnlyList<CompareEntry> entries, Tables tables)
    {
        var shown = ComparisonMetric.All.Where(metric => entries.Any(entry => metric.FigureOf(entry.Metrics) is not null)).ToList();
        var infinity = entries.Any(entry => entry.FidInfinity is not null);
        tables.Write(
            ["input", ">images", .. shown.Select(Heading), .. infinity ? [">FID-infinity"] : Array.Empty<string>()],
            entries.Select(entry => (string[])
            [
                entry.Input,
                entry.Counts.Generated is { } count ? Figures.Count(count) : string.Empty,
                .. shown.Select(metric => WithError(metric, entry.Metrics, entry.StandardErrors ?? new ComparisonFigures())),
                .. infinity ? [entry.FidInfinity?.ToString("F3", CultureInfo.InvariantCulture) ?? string.Empty] : Array.Empty<string>(),
            ]));
    }

    private static void WriteFolders(CompareEntry entry, bool named, Tables tables)
    {
        var folders = entry.Folders!;
        var shown = ComparisonMetric.All.Where(metric => folders.Any(folder => metric.FigureOf(folder.Figures) is not null)).ToList();
        tables.Write(
            [named ? $"folder of {entry.Input}" : "folder", ">generated", ">real", .. shown.Select(Heading)],
            folders.Select(folder => (string[])
            [
                folder.Folder,
                Figures.Count(folder.Generated),
                Figures.Count(folder.Real),
                .. shown.Select(metric => WithError(metric, folder.Figures, null)),
            ]));
    }

    private static string Heading(ComparisonMetric metric) => $">{WithFactor(metric.ShortName, metric)}";

    private static string WithFactor(string name, ComparisonMetric metric) =>
        metric.Factor == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} x {metric.Factor}");

    private static string WithError(ComparisonMetric metric, ComparisonFigures figures, ComparisonFigures? errors)
    {
        string? Number(double? value) => (metric.Factor * value)?.ToString($"F{metric.Digits + 1}", CultureInfo.InvariantCulture);
        var (figure, error) = (Number(metric.FigureOf(figures)), errors is null ? null : Number(metric.Spread(figures, errors)));
        return figure is null || error is null ? figure ?? string.Empty : $"{figure} ± {error}";
    }

    private static string[] Interval(PairedTest test)
    {
        var factor = ComparisonMetric.Find(test.Metric).Factor;
        var width = factor * (test.High - test.Low ?? Math.Abs(test.Difference));
        string Number(double? value) => factor * value is { } number ? Figures.Beside(number, width) : "-";
        return [Number(test.Difference), Number(test.Low), Number(test.High), test.PValue is { } chance ? NumberText.Chance(chance).TrimStart('=', ' ') : "-"];
    }
}
