using Giqa.Cli.Rendering;
using Giqa.Numerics;

namespace Giqa.Cli.Agreeing;

/// <summary>Agreement with people as tables.</summary>
internal static class AgreeTables
{
    private const double Chance = .5;

    public static void Write(AgreeDocument document, Tables tables)
    {
        if (document.IsOpinions)
        {
            tables.Write(
                ["scorer", ">images", ">Spearman", ">95 % interval", ">Kendall", ">95 % interval"],
                document.Scorers.Select(entry => (string[])
                [
                    entry.Scorer, Figures.Count(entry.Images!.Value), Correlation(entry.Spearman), Interval(entry.SpearmanLow, entry.SpearmanHigh), Correlation(entry.Kendall), Interval(entry.KendallLow, entry.KendallHigh),
                ]));
            return;
        }

        tables.Write(
            ["scorer", ">pairs", ">ties", ">in people's order", ">95 % interval", string.Empty],
            document.Scorers.Select(entry => (string[])
            [
                entry.Scorer, Figures.Count(entry.Pairs!.Value), Figures.Count(entry.Ties!.Value), Figures.Percent(entry.Accuracy!.Value), Figures.Interval(entry.CiLow!.Value, entry.CiHigh!.Value),
                entry.CiLow <= Chance && entry.CiHigh >= Chance ? "chance is within it" : string.Empty,
            ]));
        if (document.Observers is { } observers)
        {
            tables.WritePairs(
            [
                ("pairs judged more than once", Figures.Count(observers.Pairs)),
                ("dropped by disagreement", Figures.Count(document.Dropped ?? 0)),
                ("observers' own agreement", Figures.Percent(observers.PercentAgreement)),
                ("Fleiss' kappa", NumberText.Fixed(observers.FleissKappa, 3)),
            ]);
        }
    }

    private static string Correlation(double? value) => value is { } correlation ? NumberText.Fixed(correlation, 3) : string.Empty;

    private static string Interval(double? low, double? high) => low is { } from && high is { } to ? $"{NumberText.Fixed(from, 2)} to {NumberText.Fixed(to, 2)}" : "too few images";
}
