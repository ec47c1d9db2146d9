using System.Globalization;
using System.Text;

namespace Giqa.Benchmarks.Experiments;

/// <summary>Shares with their intervals as one SVG picture: a row for each scorer, a panel for each kind of pairs.</summary>
internal static class IntervalChart
{
    private const int Names = 110;
    private const int Panel = 210;
    private const int Row = 22;
    private const int Top = 34;
    private const int Room = 24;

    internal static string Draw(IReadOnlyList<(string Name, PairTally Tally)> rows)
    {
        var (width, height) = (Names + (TestPairs.Groups.Count * Panel), Top + (rows.Count * Row) + 26);
        var svg = new StringBuilder();
        _ = svg.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="white"/>""");
        for (var i = 0; i < rows.Count; i++)
        {
            _ = svg.Append(CultureInfo.InvariantCulture, $"""<text x="{Names - 8}" y="{Middle(i) + 4}" text-anchor="end">{rows[i].Name}</text>""");
        }

        for (var panel = 0; panel < TestPairs.Groups.Count; panel++)
        {
            DrawPanel(svg, rows, TestPairs.Groups[panel], Names + (panel * Panel));
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static int Middle(int row) => Top + (row * Row) + (Row / 2);

    private static void DrawPanel(StringBuilder svg, IReadOnlyList<(string Name, PairTally Tally)> rows, string group, int left)
    {
        var shares = rows.Select(row => row.Tally.Share(group)).ToArray();
        var least = Math.Min(Math.Floor(shares.Min(share => share.Low) * 10) / 10, .9);
        double X(double share) => left + ((share - least) / (1 - least) * (Panel - Room));
        _ = svg.Append(CultureInfo.InvariantCulture, $"""<text x="{left}" y="16" font-weight="bold">{group}</text>""");
        foreach (var at in (double[])[least, (least + 1) / 2, 1])
        {
            _ = svg.Append(CultureInfo.InvariantCulture, $"""<line x1="{X(at):F1}" x2="{X(at):F1}" y1="{Top}" y2="{Top + (rows.Count * Row)}" stroke="#ddd"/><text x="{X(at):F1}" y="{Top + (rows.Count * Row) + 16}" text-anchor="middle">{at:0.##}</text>""");
        }

        for (var i = 0; i < shares.Length; i++)
        {
            var (share, low, high) = shares[i];
            _ = svg.Append(CultureInfo.InvariantCulture, $"""<line x1="{X(low):F1}" x2="{X(high):F1}" y1="{Middle(i)}" y2="{Middle(i)}" stroke="#1b6ca8" stroke-width="2"/><circle cx="{X(share):F1}" cy="{Middle(i)}" r="3.5" fill="#1b6ca8"/>""");
        }
    }
}
