namespace Giqa.Web.Reports;

/// <summary>The scores in words. The images that quality is calibrated on, held-out real ones as a rule, have a mean quality of .5 by construction.</summary>
internal static class Verdict
{
    private const double TooTypical = .55;
    private const double Reals = .5;
    private const int Few = 50;

    // Of qualities spread evenly from 0 to 1, like those of real images.
    private static readonly double SpreadOfReals = 1 / Math.Sqrt(12);

    internal static string Headline(QualitySummary summary, Yardstick yardstick) => summary switch
    {
        { Total: 0 } => "There was nothing to score",
        { Scored: 0 } => "None of the images could be scored",
        _ when IsOfReals(summary) => "These are the real images of the model",
        _ when IsTooSmall(summary) => $"Too few images to tell them from {yardstick.Images}",
        { Mean: < .05 } => yardstick.IsTypicality ? "Far from the real images" : $"Far below the {yardstick.Images}",
        { Mean: < .35 } => $"Clearly below the {yardstick.Images}",
        { Mean: < .45 } => $"Somewhat below the {yardstick.Images}",
        { Mean: <= TooTypical } => $"About as good as the {yardstick.Images}",
        _ => yardstick.IsTypicality ? "More typical than the real images themselves" : $"Better than the {yardstick.Images}",
    };

    internal static string Sentence(QualitySummary summary, Yardstick yardstick)
    {
        if (summary.Scored == 0)
        {
            return "There are no qualities to show; the table of skipped inputs says why.";
        }

        if (IsOfReals(summary))
        {
            return $"{Figures.Count(summary.Memorised)} of {Figures.Plural(summary.Scored, "image")} {(summary.Memorised == 1 ? "is a copy" : "are copies")} of images that the model was fitted on, so their quality says nothing about a generator.";
        }

        var median = $"The median image here outscores {Figures.Percent(summary.Median)} of {yardstick.Images}; the median {(yardstick.Short == "reals" ? "real image" : "one of those")} outscores 50 %.";
        return yardstick.IsTypicality && summary.Mean > TooTypical && !IsTooSmall(summary)
            ? median + " Such high typicality is a sign of copies or of little variety: check the near-copies, and measure diversity."
            : median;
    }

    /// <summary>What people would say about the images.</summary>
    /// <param name="preferred">The mean share of people who would prefer one over the median image that was judged.</param>
    internal static string InPeoplesTerms(double preferred) => $"On average, {Figures.Percent(preferred)} of the people whose judgements the model was calibrated on would prefer one of these images over the median one that they judged.";

    /// <summary>A caution about small sets, or null.</summary>
    internal static string? Caution(QualitySummary summary) => summary.Scored is > 0 and < Few
        ? $"Only {Figures.Plural(summary.Scored, "image")}: the shares and the mean are rough."
        : null;

    /// <summary>Whether most are exact copies of the model's reals: then nothing else matters.</summary>
    private static bool IsOfReals(QualitySummary summary) => summary.Scored > 0 && 2 * summary.Memorised > summary.Scored;

    /// <summary>Whether so few real images could well have this mean.</summary>
    private static bool IsTooSmall(QualitySummary summary)
    {
        var own = double.IsNaN(summary.StandardError) ? 0 : summary.StandardError;
        return summary.Scored is > 0 and < Few && Math.Abs(summary.Mean - Reals) <= 1.96 * Math.Max(own, SpreadOfReals / Math.Sqrt(summary.Scored));
    }
}
