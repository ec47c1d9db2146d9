using System.Globalization;
using Giqa.Numerics;

namespace Giqa.Benchmarks.Support;

/// <summary>Percentile intervals: a figure over units drawn with replacement, a thousand times, always the same draws.</summary>
internal static class Bootstrap
{
    private const int Draws = 1000;

    /// <summary>The middle 95 % of a figure over redrawn units; draws that give no number are left out.</summary>
    /// <param name="units">How many units there are, such as images.</param>
    /// <param name="figure">Makes the figure of the drawn units' numbers.</param>
    internal static (double Low, double High) Interval(int units, Func<int[], double> figure)
    {
        var drawn = new int[units];
        return Interval(random =>
        {
            for (var i = 0; i < units; i++)
            {
                drawn[i] = random.NextInt(units);
            }

            return figure(drawn);
        });
    }

    /// <summary>The same of a figure that draws for itself.</summary>
    /// <param name="figure">Makes the figure of one draw.</param>
    internal static (double Low, double High) Interval(Func<SeededRandom, double> figure)
    {
        var random = new SeededRandom(0);
        var values = new List<double>(Draws);
        for (var draw = 0; draw < Draws; draw++)
        {
            if (figure(random) is var value && double.IsFinite(value))
            {
                values.Add(value);
            }
        }

        values.Sort();
        return values.Count == 0 ? (double.NaN, double.NaN) : (values[(int)(.025 * values.Count)], values[(int)(.975 * values.Count)]);
    }

    /// <summary>A figure and its interval as a cell of a table.</summary>
    internal static string Cell(double value, (double Low, double High) interval, string format) => string.Create(
        CultureInfo.InvariantCulture,
        $"{value.ToString(format, CultureInfo.InvariantCulture)} [{interval.Low.ToString(format, CultureInfo.InvariantCulture)}, {interval.High.ToString(format, CultureInfo.InvariantCulture)}]");
}
