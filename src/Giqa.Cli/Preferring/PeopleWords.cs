using Giqa.Cli.Rendering;
using Giqa.Models;

namespace Giqa.Cli.Preferring;

/// <summary>People's shares in words.</summary>
internal static class PeopleWords
{
    /// <summary>The shares at either end.</summary>
    internal static string Ends(PeopleReport report) => $"the best tenth would be preferred over the median image by {Share(report.BestTenth)}, the worst tenth by {Share(report.WorstTenth)}";

    /// <summary>A place among the judged images.</summary>
    internal static string Place(double rank) => rank switch
    {
        < .1 => "the worst tenth",
        < .5 => "the lower quartile",
        > .9 => "the best tenth",
        > .5 => "the upper quartile",
        _ => "the median image",
    };

    private static string Share(PreferredShare share) => $"{Figures.Percent(share.Value)} [{Figures.Percent(share.Low)}, {Figures.Percent(share.High)}]";
}
