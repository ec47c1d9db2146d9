using System.Globalization;
using Giqa.Numerics;

namespace Giqa.Cli.Rendering;

/// <summary>Numbers as people read them; the same in every locale.</summary>
internal static class Figures
{
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Quality(double? value) => value is { } quality ? NumberText.Unit(quality, 4) : string.Empty;

    /// <summary>A number with the digits that tell it from others so far apart.</summary>
    public static string Beside(double value, double spread) => NumberText.Beside(value, spread);

    public static string Score(double? value) => value?.ToString("G6", CultureInfo.InvariantCulture) ?? string.Empty;

    /// <summary>A moment on the clock of the place.</summary>
    public static string Time(DateTimeOffset moment) => moment.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Percent(double share) => share.ToString("P1", CultureInfo.InvariantCulture);

    public static string Bytes(long value)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        var (size, unit) = ((double)value, 0);
        for (; size >= 1024 && unit < units.Length - 1; unit++)
        {
            size /= 1024;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{size:0.#} {units[unit]}");
    }
}
