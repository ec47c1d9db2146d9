using System.Globalization;
using Giqa.Cli.Rendering;
using Giqa.Metrics;
using Giqa.Numerics;

namespace Giqa.Cli.Comparing;

/// <summary>A comparison as tables for people.</summary>
internal static class CompareTables
{
    private static readonly (string Heading, string Format, Func<ComparisonFigures, double?> Figure, Func<CompareEntry, double?> Error)[] Columns =
    [
        ("QS", "F4", figures => figures.Qs, entry => entry.StandardErrors?.Qs),
        ("DS", "F4", figures => figures.Ds, entry => entry.StandardErrors?.Ds),
        ("FID", "F3", figures => figures.Fid, entry => entry.StandardErrors?.Fid),
        ("KID x 1000", "F3", figures => figures.KidMean * 1000, entry => entry.Metrics.KidStd * 1000),
        ("IS", "F3", figures => figures.IsMean, entry => entry.Metrics.IsStd),
        ("precision", "F4", figures => figures.Precision, entry => entry.StandardErrors?.Precision),
        ("recall", "F4", figures => figures.Recall, entry => entry.StandardErrors?.Recall),
        ("density", "F4", figures => figures.Density, entry => entry.StandardErrors?.Density),
        ("coverage", "F4", figures => figures.Coverage, entry => entry.StandardErrors?.Coverage),
    ];

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
                document.Tests.Select(test => (string[])[test.Metric, test.First, test.Second, .. Interval(test)]));
        }
    }

    /// <summary>Why tests or intervals are missing, a line a reason.</summary>
    public static IEnumerable<string> Notes(CompareDocument document) =>
        document.Tests.Where(test => test.Note is not null).GroupBy(test => test.Note).Select(group => $"{string.Join(", ", group.Select(test => test.Metric).Distinct())}: {group.Key}");

    private static void WriteFigures(IReadOnlyList<CompareEntry> entries, Tables tables)
    {
        var shown = Columns.Where(column => entries.Any(entry => column.Figure(entry.Metrics) is not null)).ToList();
        var infinity = entries.Any(entry => entry.FidInfinity is not null);
        tables.Write(
            ["input", ">images", .. shown.Select(column => $">{column.Heading}"), .. infinity ? [">FID-infinity"] : Array.Empty<string>()],
            entries.Select(entry => (string[])
            [
                entry.Input,
                entry.Counts.Generated is { } count ? Figures.Count(count) : string.Empty,
                .. shown.Select(column => WithError(column.Figure(entry.Metrics), column.Error(entry), column.Format)),
                .. infinity ? [WithError(entry.FidInfinity, null, "F3")] : Array.Empty<string>(),
            ]));
    }

    private static void WriteFolders(CompareEntry entry, bool named, Tables tables)
    {
        var folders = entry.Folders!;
        var shown = Columns.Where(column => folders.Any(folder => column.Figure(folder.Figures) is not null)).ToList();
        tables.Write(
            [named ? $"folder of {entry.Input}" : "folder", ">generated", ">real", .. shown.Select(column => $">{column.Heading}")],
            folders.Select(folder => (string[])
            [
                folder.Folder,
                Figures.Count(folder.Generated),
                Figures.Count(folder.Real),
                .. shown.Select(column => WithError(column.Figure(folder.Figures), null, column.Format)),
            ]));
    }

    private static string WithError(double? figure, double? error, string format)
    {
        var text = figure?.ToString(format, CultureInfo.InvariantCulture) ?? string.Empty;
        return figure is null || error is null ? text : $"{text} ± {error.Value.ToString(format, CultureInfo.InvariantCulture)}";
    }

    private static string[] Interval(PairedTest test)
    {
        var width = test.High - test.Low ?? Math.Abs(test.Difference);
        string Number(double? value) => value is { } number ? Figures.Beside(number, width) : "-";
        return [Number(test.Difference), Number(test.Low), Number(test.High), test.PValue is { } chance ? NumberText.Chance(chance).TrimStart('=', ' ') : "-"];
    }
}
