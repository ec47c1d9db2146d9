using System.Globalization;

namespace Giqa.Numerics;

/// <summary>Numbers as people read them, in every page, table and sentence: invariant, and never in powers of ten where a bound says as much.</summary>
internal static class NumberText
{
    private const int MostDigits = 6;

    /// <summary>A number between 0 and 1, such as a quality: so many digits, or the bound that it lies beyond but does not reach.</summary>
    /// <returns>For example <c>0.274</c>, and <c>&lt; 0.001</c> or <c>&gt; 0.999</c> where rounding would claim 0 or 1.</returns>
    internal static string Unit(double value, int digits)
    {
        var step = Math.Pow(10, -digits);
        return value > 0 && value < step ? $"< {Fixed(step, digits)}"
            : value < 1 && value > 1 - step ? $"> {Fixed(1 - step, digits)}"
            : Fixed(value, digits);
    }

    /// <summary>A p-value as it stands behind the letter: <c>= .012</c>, or <c>&lt; .001</c>.</summary>
    internal static string Chance(double chance) => chance < .001 ? "< .001" : "= " + chance.ToString(chance < .9995 ? ".000" : "0.000", CultureInfo.InvariantCulture);

    /// <summary>A number beside others of its kind: the digits that the finest of them needs are what all of them get.</summary>
    /// <param name="value">The number.</param>
    /// <param name="spread">How far apart the numbers lie, such as the width of the interval: two of its digits are shown.</param>
    internal static string Beside(double value, double spread) => Fixed(value, DigitsFor(spread));

    /// <summary>A number with a fixed count of digits behind the point; what rounds to 0 has no sign.</summary>
    internal static string Fixed(double value, int digits)
    {
        var text = value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return text.StartsWith('-') && text.AsSpan().IndexOfAnyInRange('1', '9') < 0 ? text[1..] : text;
    }

    private static int DigitsFor(double spread) =>
        spread > 0 && double.IsFinite(spread) ? Math.Clamp(1 - (int)Math.Floor(Math.Log10(spread)), 0, MostDigits) : 3;
}
