namespace Giqa.Web.Reports;

/// <summary>Which set has the better images, in words.</summary>
/// <remarks>
/// The difference of two mean qualities over its standard error, sqrt(e1^2 + e2^2), against the normal distribution; the best
/// set is compared with the next best.
/// </remarks>
internal static class SetVerdict
{
    private const double Level = .05;

    /// <summary>A sentence, or null when fewer than two sets have two images with a score.</summary>
    internal static string? Of(IReadOnlyList<ReportSet> sets)
    {
        ReportSet[] ranked = [.. sets.Where(set => set.Summary.Scored > 1).OrderByDescending(set => set.Summary.Mean)];
        if (ranked.Length < 2)
        {
            return null;
        }

        var (best, next) = (ranked[0], ranked[1]);
        var chance = Chance(best.Summary, next.Summary);
        var figures = $"{Figures.Quality(best.Summary.Mean)} ± {Figures.Error(best.Summary.StandardError)} against {Figures.Quality(next.Summary.Mean)} ± {Figures.Error(next.Summary.StandardError)}";
        var (others, both) = ranked.Length > 2
            ? ($"the next best of the {ranked.Length} sets, {next.Label}", $"The two best of the {ranked.Length} sets, {best.Label} and {next.Label},")
            : (next.Label, $"{best.Label} and {next.Label}");
        return chance < Level
            ? $"{best.Label} is more realistic than {others}: mean quality {figures}, p\u00a0{Figures.Chance(chance)}."
            : $"{both} differ in mean quality by no more than noise: {figures}, p\u00a0{Figures.Chance(chance)}.";
    }

    /// <summary>The probability of a difference this large between equal sets, two-sided; 0 if neither has any spread and they differ.</summary>
    internal static double Chance(QualitySummary first, QualitySummary second)
    {
        var difference = Math.Abs(first.Mean - second.Mean);
        var error = Math.Sqrt((first.StandardError * first.StandardError) + (second.StandardError * second.StandardError));
        return difference == 0 ? 1 : error == 0 ? 0 : Erfc(difference / error / Math.Sqrt(2));
    }

    /// <summary>The complementary error function for x of at least 0, by the rational Chebyshev fit of Numerical Recipes 6.2 (relative error below 1.2e-7).</summary>
    private static double Erfc(double x)
    {
        ReadOnlySpan<double> coefficients = [-1.26551223, 1.00002368, .37409196, .09678418, -.18628806, .27886807, -1.13520398, 1.48851587, -.82215223, .17087277];
        var t = 1 / (1 + (.5 * x));
        var sum = 0.0;
        for (var i = coefficients.Length - 1; i >= 0; i--)
        {
            sum = coefficients[i] + (t * sum);
        }

        return t * Math.Exp((-x * x) + sum);
    }
}
