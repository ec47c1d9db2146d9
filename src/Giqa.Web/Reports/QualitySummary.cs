namespace Giqa.Web.Reports;

/// <summary>The figures at the head of a report.</summary>
internal sealed record QualitySummary
{
    private QualitySummary(double[] sortedQualities, int total, int memorised)
    {
        Total = total;
        Memorised = memorised;
        Qualities = sortedQualities;
        Mean = Qualities.Length == 0 ? double.NaN : Qualities.Average();
        Median = Qualities.Length == 0 ? double.NaN : (Qualities[(Qualities.Length - 1) / 2] + Qualities[Qualities.Length / 2]) / 2;
        var squares = Qualities.Sum(q => (q - Mean) * (q - Mean));
        StandardError = Qualities.Length < 2 ? double.NaN : Math.Sqrt(squares / (Qualities.Length - 1) / Qualities.Length);
    }

    internal double[] Qualities { get; }

    internal int Total { get; }

    internal int Memorised { get; }

    internal int Scored => Qualities.Length;

    internal int Skipped => Total - Scored;

    internal double Mean { get; }

    internal double Median { get; }

    /// <summary>The standard error of the mean, NaN for fewer than two images.</summary>
    internal double StandardError { get; }

    internal static QualitySummary Of(IReadOnlyList<ReportEntry> entries)
    {
        double[] qualities = [.. entries.Where(e => e.IsScored).Select(e => e.Quality!.Value).Order()];
        return new QualitySummary(qualities, entries.Count, entries.Count(e => e.Memorised));
    }

    /// <summary>The quality that a share of the images does not exceed, NaN without images.</summary>
    internal double Quantile(double share) => Scored == 0 ? double.NaN : Qualities[(int)Math.Round(share * (Scored - 1))];

    /// <summary>The share of images whose quality is below a bar, NaN without images.</summary>
    internal double ShareBelow(double bar) => Scored == 0 ? double.NaN : (double)Qualities.Count(q => q < bar) / Scored;
}
