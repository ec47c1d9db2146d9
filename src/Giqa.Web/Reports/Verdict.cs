namespace Giqa.Web.Reports;

/// <summary>The scores in words. Held-out real images have a mean quality of .5 by construction.</summary>
internal static class Verdict
{
    private const double TooTypical = .55;

    internal static string Headline(QualitySummary summary) => summary switch
    {
        { Total: 0 } => "There was nothing to score",
        { Scored: 0 } => "None of the images could be scored",
        { Mean: < .05 } => "Far from the real images",
        { Mean: < .35 } => "Clearly below the real images",
        { Mean: < .45 } => "Somewhat below the real images",
        { Mean: <= TooTypical } => "About as good as the real images",
        _ => "More typical than the real images themselves",
    };

    internal static string Sentence(QualitySummary summary)
    {
        if (summary.Scored == 0)
        {
            return "There are no qualities to speak of; the table of skipped inputs says why.";
        }

        var median = $"The median image here outscores {Figures.Percent(summary.Median)} of real images; the median real image outscores 50 %.";
        return summary.Mean > TooTypical
            ? median + " So much typicality is a sign of copies or of little variety: look at the near-copies, and measure diversity."
            : median;
    }

    /// <summary>A caution that small sets deserve, or null.</summary>
    internal static string? Caution(QualitySummary summary) => summary.Scored is > 0 and < 50
        ? $"Only {Figures.Plural(summary.Scored, "image")}: the shares and the mean are rough."
        : null;
}
