using Giqa.Cli.Rendering;

namespace Giqa.Cli.Agreeing;

/// <summary>Agreement with people as tables.</summary>
internal static class AgreeTables
{
    public static void Write(AgreeDocument document, Tables tables)
    {
        if (document.IsOpinions)
        {
            tables.Write(
                ["scorer", ">images", ">Spearman", ">Kendall"],
                document.Scorers.Select(entry => (string[])[entry.Scorer, Figures.Count(entry.Images!.Value), Figures.Quality(entry.Spearman), Figures.Quality(entry.Kendall)]));
            return;
        }

        tables.Write(
            ["scorer", ">pairs", ">ties", ">accuracy", ">95 % from", ">to"],
            document.Scorers.Select(entry => (string[])
            [
                entry.Scorer, Figures.Count(entry.Pairs!.Value), Figures.Count(entry.Ties!.Value), Figures.Percent(entry.Accuracy!.Value), Figures.Percent(entry.CiLow!.Value), Figures.Percent(entry.CiHigh!.Value),
            ]));
        if (document.Observers is { } observers)
        {
            tables.WritePairs(
            [
                ("pairs judged more than once", Figures.Count(observers.Pairs)),
                ("dropped by disagreement", Figures.Count(document.Dropped ?? 0)),
                ("observers' own agreement", Figures.Percent(observers.PercentAgreement)),
                ("Fleiss' kappa", Figures.Quality(observers.FleissKappa)),
            ]);
        }
    }
}
