namespace Giqa.Numerics;

/// <summary>
/// Student's t distribution, by the continued fraction of the incomplete beta function (Press et al., "Numerical Recipes",
/// section 6.4).
/// </summary>
internal static class StudentT
{
    private const int Steps = 300;
    private const double Tiny = 1e-300;

    /// <summary>The chance of a value at least as far from 0, on either side.</summary>
    internal static double TwoSided(double value, double degrees)
    {
        if (double.IsInfinity(value))
        {
            return 0.0;
        }

        return double.IsPositiveInfinity(degrees) || degrees > 1e7
            ? TwoSided(value, 1e7)
            : IncompleteBeta(degrees / 2.0, 0.5, degrees / (degrees + (value * value)));
    }

    /// <summary>The same for the normal distribution.</summary>
    internal const double NormalReach95 = 1.959963984540054;

    /// <summary>The value that 95 % of the distribution lie nearer to 0 than: 1.96 for many degrees of freedom.</summary>
    internal static double Reach95(double degrees)
    {
        double low = 0.0, high = 1e3;
        for (var step = 0; step < 60; step++)
        {
            var middle = (low + high) / 2.0;
            (low, high) = TwoSided(middle, degrees) > 0.05 ? (middle, high) : (low, middle);
        }

        return (low + high) / 2.0;
    }

    /// <summary>I_x(a, b).</summary>
    private static double IncompleteBeta(double a, double b, double x)
    {
        if (x <= 0.0 || x >= 1.0)
        {
            return x <= 0.0 ? 0.0 : 1.0;
        }

        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + (a * Math.Log(x)) + (b * Math.Log(1.0 - x)));
        return x < (a + 1.0) / (a + b + 2.0) ? front * Fraction(a, b, x) / a : 1.0 - (front * Fraction(b, a, 1.0 - x) / b);
    }

    private static double Fraction(double a, double b, double x)
    {
        static double Away(double value) => Math.Abs(value) < Tiny ? Tiny : value;
        var c = 1.0;
        var d = 1.0 / Away(1.0 - ((a + b) * x / (a + 1.0)));
        var result = d;
        for (var m = 1; m <= Steps; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1.0) * (a + (2 * m)));
            d = 1.0 / Away(1.0 + (even * d));
            c = Away(1.0 + (even / c));
            result *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1.0));
            d = 1.0 / Away(1.0 + (odd * d));
            c = Away(1.0 + (odd / c));
            result *= d * c;
            if (Math.Abs((d * c) - 1.0) < 1e-15)
            {
                break;
            }
        }

        return result;
    }

    /// <summary>ln Gamma(x) for x > 0: Stirling's series after a shift beyond 10.</summary>
    private static double LogGamma(double x)
    {
        var shift = 0.0;
        for (; x < 10.0; x++)
        {
            shift -= Math.Log(x);
        }

        var inverse = 1.0 / (x * x);
        var series = ((1.0 / 12.0) - (inverse * ((1.0 / 360.0) - (inverse * ((1.0 / 1260.0) - (inverse * ((1.0 / 1680.0) - (inverse / 1188.0)))))))) / x;
        return shift + ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2.0 * Math.PI)) + series;
    }
}
