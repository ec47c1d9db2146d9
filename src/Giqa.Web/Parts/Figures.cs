using System.Globalization;
using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Web;

/// <summary>Numbers as the page prints them: invariant, with a true minus sign.</summary>
internal static class Figures
{
    private const char Minus = '\u2212';

    internal static string Quality(double? quality) => quality switch
    {
        null or double.NaN => "\u2013",
        { } value => NumberText.Unit(value, 3),
    };

    internal static string Score(double? score) => score switch
    {
        null => "\u2013",
        0 => "0",
        _ when Math.Abs(score.Value) is >= 1e6 or < 1e-3 => Invariant(score.Value, "0.000e0"),
        _ when Math.Abs(score.Value) >= 1000 => Invariant(score.Value, "#,0"),
        _ => Invariant(score.Value, "G4"),
    };

    internal static string Distance(double distance) => Invariant(distance, distance is >= 1e6 or (< 1e-3 and > 0) ? "0.00e0" : distance < 10 ? "0.##" : "0.0");

    internal static string Percent(double share) => share switch
    {
        double.NaN => "\u2013",
        > 0 and < .001 => "< 0.1 %",
        > .999 and < 1 => "> 99.9 %",
        < .1 => Invariant(share * 100, "0.#") + " %",
        > .99 => Invariant(share * 100, "0.#") + " %",
        _ => Invariant(share * 100, "0") + " %",
    };

    /// <summary>The share of people who would prefer an image, with its 95 % interval.</summary>
    internal static string Preferred(PreferredShare share) => $"{Percent(share.Value)} ({Percent(share.Low)} to {Percent(share.High)})";

    /// <summary>A p-value as written after the letter p.</summary>
    internal static string Chance(double chance) => NumberText.Chance(chance).Replace(' ', '\u00a0');

    /// <summary>A standard error of a mean quality, with the one digit that it needs.</summary>
    internal static string Error(double error) => error is > 0.0 and < 0.001 ? Math.Max(error, 0.0001).ToString("F4", CultureInfo.InvariantCulture) : Quality(error);

    /// <summary>A number with as many digits as an interval of this width needs.</summary>
    internal static string Beside(double value, double spread) => NumberText.Beside(value, spread).Replace('-', Minus);

    internal static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    internal static string Plural(int count, string noun) => $"{Count(count)} {noun}{(count == 1 ? string.Empty : "s")}";

    /// <summary>A number for scripts and attributes: the shortest text that reads back as the same number.</summary>
    internal static string Raw(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Invariant(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture).Replace('-', Minus);
}
