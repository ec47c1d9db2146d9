using System.Globalization;
using System.Text;
using Giqa.Metrics;

namespace Giqa.Benchmarks.Experiments;

/// <summary>FID, QS and DS over the rate, the picker beside truncation, as one SVG picture.</summary>
internal static class RateChart
{
    private const int Panel = 260;
    private const int Height = 220;
    private const int Margin = 40;

    internal static string Draw(IReadOnlyList<RatePoint> points)
    {
        var svg = new StringBuilder();
        _ = svg.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" width="{3 * Panel}" height="{Height + 30}" font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="white"/>""");
        var panels = new (string Title, Func<ComparisonFigures, double?> Read)[] { ("FID, lower is better", f => f.Fid), ("QS: realism", f => f.Qs), ("DS: diversity", f => f.Ds) };
        for (var panel = 0; panel < panels.Length; panel++)
        {
            DrawPanel(svg, points, panels[panel].Title, panels[panel].Read, panel * Panel);
        }

        _ = svg.Append(CultureInfo.InvariantCulture, $"""<text x="{Margin}" y="{Height + 22}" fill="#1b6ca8">picker: share kept</text><text x="{Margin + 130}" y="{Height + 22}" fill="#c0392b">truncation: psi</text></svg>""");
        return svg.Append('\n').ToString();
    }

    private static void DrawPanel(StringBuilder svg, IReadOnlyList<RatePoint> points, string title, Func<ComparisonFigures, double?> read, int left)
    {
        var values = points.Select(point => read(point.Result.Figures) ?? 0).ToArray();
        var (least, most) = (values.Min(), values.Max());
        var room = Math.Max((most - least) * .1, 1e-6);
        (least, most) = (least - room, most + room);
        double X(double rate) => left + Margin + ((1 - rate) / .5 * (Panel - Margin - 20));
        double Y(double value) => Height - 25 - ((value - least) / (most - least) * (Height - 60));
        _ = svg.Append(CultureInfo.InvariantCulture, $"""<text x="{left + Margin}" y="18" font-weight="bold">{title}</text>""");
        foreach (var value in (double[])[least + room, (least + most) / 2, most - room])
        {
            _ = svg.Append(CultureInfo.InvariantCulture, $"""<text x="{left + Margin - 6}" y="{Y(value) + 4:F1}" text-anchor="end">{value:G3}</text><line x1="{X(1):F1}" x2="{X(.5):F1}" y1="{Y(value):F1}" y2="{Y(value):F1}" stroke="#ddd"/>""");
        }

        foreach (var (series, colour) in new[] { ("picker", "#1b6ca8"), ("truncation", "#c0392b") })
        {
            var line = points.Where(point => point.Series == series).Select(point => (X: X(point.Rate), Y: Y(read(point.Result.Figures) ?? 0))).ToArray();
            var path = string.Join(' ', line.Select(at => string.Create(CultureInfo.InvariantCulture, $"{at.X:F1},{at.Y:F1}")));
            _ = svg.Append(CultureInfo.InvariantCulture, $"""<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>""");
            foreach (var at in line)
            {
                _ = svg.Append(CultureInfo.InvariantCulture, $"""<circle cx="{at.X:F1}" cy="{at.Y:F1}" r="3" fill="{colour}"/>""");
            }
        }

        foreach (var rate in (double[])[1, .9, .8, .7, .6, .5])
        {
            _ = svg.Append(CultureInfo.InvariantCulture, $"""<text x="{X(rate):F1}" y="{Height - 8}" text-anchor="middle">{rate:0.0}</text>""");
        }
    }
}
