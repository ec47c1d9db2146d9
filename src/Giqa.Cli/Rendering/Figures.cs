using System.Globalization;
using Giqa.Numerics;

namespace Giqa.Cli.Rendering;

/// <summary>Numbers as people read them; the same in every locale.</summary>
internal static class Figures
{
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Quality(double? value) => value is { } quality ? NumberText.Unit(quality, 4) : string.Empty;

    /// <summary>A number with as many digits as an interval of this width needs.</summary>
    public static string Beside(double value, double spread) => NumberText.Beside(value, spread);

    /// <summary>A number of any size to one decimal place, or to whole numbers from 1,000 on.</summary>
    public static string Rounded(double? value) => value?.ToString(Math.Abs(value.Value) >= 1000 ? "N0" : "N1", CultureInfo.InvariantCulture) ?? "none";

    public static string Score(double? value) => value?.ToString("G6", CultureInfo.InvariantCulture) ?? string.Empty;

    /// <summary>A moment in local time.</summary>
    public static string Time(DateTimeOffset moment) => moment.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>An interval of shares in whole per cent; few cases do not support more digits.</summary>
    public static string Interval(double low, double high) => string.Create(CultureInfo.InvariantCulture, $"{100 * low:F0} to {100 * high:F0} %");

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
