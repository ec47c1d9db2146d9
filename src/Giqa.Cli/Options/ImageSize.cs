using System.CommandLine.Parsing;
using System.Globalization;

namespace Giqa.Cli.Options;

/// <summary>The size of images as given: one number for squares, or width x height.</summary>
internal sealed record ImageSize(int Width, int Height)
{
    public static ImageSize? Parse(ArgumentResult result)
    {
        var parts = Make.Word(result).Split('x');
        var sides = parts.Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var side) && side is >= 1 and <= 4096 ? side : 0).ToArray();
        return sides.Length is 1 or 2 && !sides.Contains(0)
            ? new ImageSize(sides[0], sides[^1])
            : Make.Fault<ImageSize>(result, "--size", "must be a side from 1 to 4096, or WIDTHxHEIGHT, such as 64 or 64x48");
    }
}
