using System.Globalization;
using System.Reflection;
using Giqa.Metrics;

namespace Giqa.Web.Comparisons;

/// <summary>How a comparison came about, in lines for people.</summary>
internal static class ComparisonFacts
{
    internal static IEnumerable<ReportFact> Of(ComparisonPage page)
    {
        var (report, options) = (page.Comparison, page.Comparison.Options);
        yield return new ReportFact("Real images", $"{page.RealName}, {Counts(report.Results[0].Counts.Real, report.Results[0].Counts.RealSkipped)}");
        foreach (var result in report.Results)
        {
            yield return new ReportFact("Generated images", $"{result.Input}, {Counts(result.Counts.Generated, result.Counts.GeneratedSkipped)}");
        }

        yield return new ReportFact("Backbone", $"{report.BackboneName ?? "unknown"}, {Figures.Plural(report.Dimensions, "feature")}");
        if (report.Fingerprint is { } fingerprint)
        {
            yield return new ReportFact("Its fingerprint", fingerprint);
        }

        if (report.Preset is { } preset)
        {
            yield return new ReportFact("Preprocessing", preset);
        }

        foreach (var fact in OfMetrics(options, report.Results))
        {
            yield return fact;
        }

        yield return new ReportFact("Seed", options.Seed.ToString(CultureInfo.InvariantCulture));
        yield return new ReportFact("Software", $"Giqa {typeof(ComparisonFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion} on .NET {Environment.Version}");
    }

    private static IEnumerable<ReportFact> OfMetrics(ComparisonOptions options, IReadOnlyList<ComparisonResult> results)
    {
        var metrics = options.Metrics;
        if ((metrics & (ComparisonMetrics.QualityScore | ComparisonMetrics.DiversityScore)) != ComparisonMetrics.None)
        {
            yield return new ReportFact("Models of QS and DS", $"{options.Fit.Method.ToString().ToUpperInvariant()}-GIQA, the same options for both");
        }

        if (metrics.HasFlag(ComparisonMetrics.Frechet))
        {
            yield return new ReportFact("FID", $"covariances over {(options.Divisor == CovarianceDivisor.Count ? "N" : "N - 1")}; its standard error by the jackknife over both sets");
        }

        if (metrics.HasFlag(ComparisonMetrics.Kernel))
        {
            var sizes = results.Select(result => result.KidSubsetSize).OfType<int>().Distinct().Order();
            yield return new ReportFact("KID", $"{options.Kernel.Subsets} subsets of {string.Join(" or ", sizes.Select(Figures.Count))} images");
        }

        if (metrics.HasFlag(ComparisonMetrics.Inception))
        {
            yield return new ReportFact("Inception Score", Figures.Plural(options.Inception.Splits, "split"));
        }

        if ((metrics & (ComparisonMetrics.PrecisionRecall | ComparisonMetrics.DensityCoverage)) != ComparisonMetrics.None)
        {
            yield return new ReportFact("Neighbours", $"{options.Manifold.PrecisionNeighbours} for precision and recall, {options.Manifold.DensityNeighbours} for density and coverage");
        }

        if (options.Spread && results.Count > 1)
        {
            yield return new ReportFact("Paired tests", $"{Figures.Count(options.Replicates)} relabellings of the pooled images, or all where fewer; of DS, models of {Giqa.Metrics.ComparisonOptions.ModelParts} random parts of either set");
        }
    }

    private static string Counts(int images, int skipped) => skipped == 0 ? Figures.Plural(images, "image") : $"{Figures.Plural(images, "image")}, {Figures.Count(skipped)} skipped";
}
