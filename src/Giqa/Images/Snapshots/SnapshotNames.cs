using System.Globalization;
using System.Text.RegularExpressions;

namespace Giqa.Images.Snapshots;

/// <summary>Iterations and seeds from paths, if there is no manifest.</summary>
/// <remarks>
/// A folder whose name is a number is an iteration, and the file names in it are seeds (<c>000100/00007.png</c>);
/// elsewhere a file name begins with its iteration (<c>107900_1_0.png</c>), and the rest is the seed.
/// </remarks>
internal static partial class SnapshotNames
{
    /// <summary>Reads one name.</summary>
    /// <returns>Null if the name does not give an iteration.</returns>
    internal static SnapshotImage? Parse(string name)
    {
        var parts = name.Split('/');
        var stem = Path.GetFileNameWithoutExtension(parts[^1]);
        if (parts.Length > 1 && IsNumber(parts[^2], out var iteration))
        {
            return new SnapshotImage(name, iteration, IsNumber(stem, out var number) ? number.ToString(CultureInfo.InvariantCulture) : stem, null, null);
        }

        return Beginning().Match(stem) is { Success: true } match && IsNumber(match.Groups["iteration"].Value, out iteration)
            ? new SnapshotImage(name, iteration, match.Groups["seed"].Value, null, null)
            : null;
    }

    /// <summary>The folder of an iteration's images, below the run's <c>snapshots</c>.</summary>
    internal static string FolderOf(long iteration) => iteration.ToString("D6", CultureInfo.InvariantCulture);

    internal static bool IsNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    [GeneratedRegex("^(?<iteration>[0-9]+)[_-](?<seed>.+)$", RegexOptions.Singleline)]
    private static partial Regex Beginning();
}
