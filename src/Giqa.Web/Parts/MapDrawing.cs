using System.Globalization;
using System.Text;
using Giqa.Models;

namespace Giqa.Web;

/// <summary>
/// Draws a map to overlay on its picture, as an SVG that looks the same inside a page and as a separate picture: darker is worse, and
/// outlines need no colour.
/// </summary>
internal static class MapDrawing
{
    /// <summary>The qualities below which a place is tinted, from the faintest, and how strongly; the legend explains them.</summary>
    internal static readonly (double Below, string Opacity)[] Steps = [(.1, ".3"), (.02, ".6"), (.002, ".9")];

    // Vermilion of Okabe and Ito, as in MapPictures.
    private const string Tint = "#d55e00";

    /// <summary>Single quotes and short paths: reports hold thousands of these inside JSON.</summary>
    internal static string Svg(ReportMap drawn)
    {
        var (map, svg) = (drawn.Map, new StringBuilder());
        _ = svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns='http://www.w3.org/2000/svg' class='map' viewBox='0 0 {drawn.Width} {drawn.Height}' aria-hidden='true'>");
        var (across, down) = ((double)drawn.Width / map.Columns, (double)drawn.Height / map.Rows);
        for (var step = 0; step < Steps.Length; step++)
        {
            if (Places(map, step) is { Length: > 0 } places)
            {
                _ = svg.Append(CultureInfo.InvariantCulture, $"<path transform='scale({across:0.###} {down:0.###})' fill='{Tint}' opacity='{Steps[step].Opacity}' shape-rendering='crispEdges' d='{places}'/>");
            }
        }

        if (string.Concat(map.Regions.Where(region => region.Quality < MapPictures.OutlinedFrom).Select(Outline)) is { Length: > 0 } outlines)
        {
            foreach (var (colour, width) in new[] { ("#000", 3), ("#fff", 1) })
            {
                _ = svg.Append(CultureInfo.InvariantCulture, $"<path fill='none' stroke='{colour}' stroke-width='{width}' vector-effect='non-scaling-stroke' d='{outlines}'/>");
            }
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>The places of one step, with neighbours in a row merged, and the side of a place as the unit.</summary>
    private static string Places(QualityMap map, int step)
    {
        var path = new StringBuilder();
        for (var row = 0; row < map.Rows; row++)
        {
            for (var column = 0; column < map.Columns; column++)
            {
                var first = column;
                while (column < map.Columns && StepOf(map.Qualities[(row * map.Columns) + column]) == step)
                {
                    column++;
                }

                if (column > first)
                {
                    _ = path.Append(CultureInfo.InvariantCulture, $"M{first} {row}h{column - first}v1h-{column - first}z");
                }
            }
        }

        return path.ToString();
    }

    private static int StepOf(float quality) => Array.FindLastIndex(Steps, step => quality < step.Below);

    private static string Outline(MapRegion region) =>
        string.Create(CultureInfo.InvariantCulture, $"M{region.X} {region.Y}h{region.Width}v{region.Height}h-{region.Width}z");
}

/// <summary>Where an image of a report is bad.</summary>
/// <param name="Width">The image's width in pixels.</param>
/// <param name="Height">The image's height in pixels.</param>
/// <param name="Map">The map.</param>
internal sealed record ReportMap(int Width, int Height, QualityMap Map);
