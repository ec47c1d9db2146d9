using Giqa.Cli.Rendering;
using Giqa.Models;

namespace Giqa.Cli.Preferring;

/// <summary>How people's shares are told in words.</summary>
internal static class PeopleWords
{
    /// <summary>Which judgements they come from.</summary>
    internal static string Of(PeopleReport report)
    {
        var groups = report.Groups < report.JudgedImages ? $" in {Counted.Of(report.Groups, "group")}" : string.Empty;
        var observers = report.Observers > 1 ? $" by {Counted.Of(report.Observers, "observer")}" : string.Empty;
        var spread = report.Spread is { } deviation ? FormattableString.Invariant($", single opinions {deviation} from them") : string.Empty;
        var own = report.AreOwn ? ", each foretold from others" : string.Empty;
        return $"{Figures.Count(report.Judgements)} {report.Labels} of {Counted.Images(report.JudgedImages)}{groups}{observers}{(report.Source is null ? string.Empty : $" ({report.Source})")}{spread}{own}";
    }

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
