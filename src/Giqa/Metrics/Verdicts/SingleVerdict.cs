using System.Globalization;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>One generated set in words, compared with the reals.</summary>
internal static class SingleVerdict
{
    private const double Reals = 0.5;
    private const double Far = 0.35;

    internal static ComparisonVerdict Of(ComparisonResult result)
    {
        var figures = result.Figures;
        string?[] sentences =
        [
            Quality("QS", "the generated images", figures.Qs, result.Errors.Qs),
            Quality("DS", "the real images, seen from the generated ones,", figures.Ds, result.Errors.Ds),
            Shares(figures.Precision, figures.Recall),
            Distance(result),
        ];
        return new ComparisonVerdict(Headline(result), [.. sentences.OfType<string>()]);
    }

    private static string Headline(ComparisonResult result)
    {
        var images = result.Counts.Generated;
        if (images < PairTests.LeastImages)
        {
            return "Too few images to tell";
        }

        var (realism, diversity) = (Standing(result.Figures.Qs, result.Errors.Qs, images), Standing(result.Figures.Ds, result.Errors.Ds, HalfSampling.OfModels));
        return (realism, diversity) switch
        {
            (null, null) => "Measured against the real images",
            ({ } one, null) => $"{Upper(one)} the real images in realism",
            (null, { } one) => $"{Upper(one)} the real images in diversity",
            _ when realism == diversity => $"{Upper(realism!)} the real images in realism and in diversity",
            _ => $"{Upper(realism!)} the real images in realism, {diversity} them in diversity",
        };
    }

    /// <summary>How a mean quality compares with the reals' own; null if its error is unknown.</summary>
    /// <param name="figure">The mean quality.</param>
    /// <param name="error">Its standard error.</param>
    /// <param name="count">How many values the error was measured from.</param>
    private static string? Standing(double? figure, double? error, int count) => (figure, error) is not ({ } value, { } spread) ? null
        : (value - Reals, StudentT.Reach95(count - 1) * spread) switch
        {
            var (gap, noise) when Math.Abs(gap) <= noise => "level with",
            var (gap, _) when gap > 0 => "above",
            _ => value < Far ? "far below" : "below",
        };

    private static string? Quality(string name, string what, double? figure, double? error) => figure is not { } value ? null
        : $"{name} {NumberText.Unit(value, 3)}{(error is { } spread ? $" ± {NumberText.Unit(spread, 3)}" : "")}: {what} reach a mean quality of {NumberText.Unit(value, 3)}, where real ones reach .5.";

    private static string? Shares(double? precision, double? recall) => precision is null || recall is null ? null
        : $"{Percent(precision.Value)} of the generated images are where real ones are (precision), and {Percent(recall.Value)} of the real ones are where generated ones are (recall).";

    private static string? Distance(ComparisonResult result) => result.Figures.Fid is not { } fid ? null
        : $"FID {Number(fid)}{(result.Errors.Fid is { } error ? $" ± {Number(error)}" : "")}{(result.FidInfinity is { } infinity ? $"; {Number(infinity)} with the bias of few images removed (FID-infinity)" : "")}.";

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (100 * share).ToString("0", CultureInfo.InvariantCulture) + " %";

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
