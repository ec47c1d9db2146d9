using System.Globalization;
using System.Text;
using Giqa.Models;
using Microsoft.AspNetCore.Components;

namespace Giqa.Web.Reports;

/// <summary>Draws a map over its picture as SVG: darker is worse, and outlines need no colour.</summary>
internal static class MapDrawing
{
    /// <summary>Below which qualities a place is tinted, from the faintest on; what the legend says.</summary>
    internal static readonly (double Below, string Class)[] Steps = [(.1, "m1"), (.02, "m2"), (.002, "m3")];

    internal static MarkupString Svg(ReportMap drawn)
    {
        var (map, svg) = (drawn.Map, new StringBuilder());
        _ = svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"map\" viewBox=\"0 0 {drawn.Width} {drawn.Height}\" aria-hidden=\"true\">");
        for (var cell = 0; cell < map.Qualities.Count; cell++)
        {
            if (Steps.LastOrDefault(step => map.Qualities[cell] < step.Below) is { Class: { } name })
            {
                var (row, column) = Math.DivRem(cell, map.Columns);
                Rectangle(svg, name, (double)column * drawn.Width / map.Columns, (double)row * drawn.Height / map.Rows, (double)drawn.Width / map.Columns, (double)drawn.Height / map.Rows);
            }
        }

        foreach (var region in map.Regions.Where(region => region.Quality < MapPictures.OutlinedFrom))
        {
            Rectangle(svg, "outer", region.X, region.Y, region.Width, region.Height);
            Rectangle(svg, "inner", region.X, region.Y, region.Width, region.Height);
        }

        return new MarkupString(svg.Append("</svg>").ToString());
    }

    private static void Rectangle(StringBuilder svg, string name, double x, double y, double width, double height) =>
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{name}\" x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{width:0.##}\" height=\"{height:0.##}\"/>");
}
