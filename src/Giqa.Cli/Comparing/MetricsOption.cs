using System.CommandLine;
using System.CommandLine.Parsing;
using Giqa.Cli.Options;
using Giqa.Metrics;

namespace Giqa.Cli.Comparing;

/// <summary><c>--metrics</c>: which metrics a comparison takes, by their short names.</summary>
internal sealed class MetricsOption
{
    private static readonly (string Name, ComparisonMetrics Metric)[] Names =
    [
        ("qs", ComparisonMetrics.QualityScore),
        ("ds", ComparisonMetrics.DiversityScore),
        ("fid", ComparisonMetrics.Frechet),
        ("kid", ComparisonMetrics.Kernel),
        ("is", ComparisonMetrics.Inception),
        ("pr", ComparisonMetrics.PrecisionRecall),
        ("dc", ComparisonMetrics.DensityCoverage),
    ];

    public Option<ComparisonMetrics?> Option { get; } = new("--metrics")
    {
        Description = "Which metrics. [default: all but is, which needs class logits]",
        HelpName = "qs,ds,fid,kid,is,pr,dc",
        CustomParser = Parse,
    };

    /// <summary>The names of metrics, in a fixed order.</summary>
    public static IReadOnlyList<string> Keys(ComparisonMetrics metrics) =>
        [.. Names.Where(name => metrics.HasFlag(name.Metric)).Select(name => name.Name)];

    /// <summary>The metrics of such names; those that are unknown are left out.</summary>
    public static ComparisonMetrics Of(IEnumerable<string> keys) =>
        keys.SelectMany(key => Names.Where(name => name.Name == key)).Aggregate(ComparisonMetrics.None, (all, name) => all | name.Metric);

    public ComparisonMetrics Read(ParseResult arguments) => arguments.GetValue(Option) ?? ComparisonMetrics.FromFeatures;

    /// <summary>Refuses metrics that mean and covariance alone do not give.</summary>
    /// <exception cref="UsageException">Other metrics than fid were asked for.</exception>
    public ComparisonMetrics RequireFrechetOnly(ParseResult arguments) => arguments.GetValue(Option) switch
    {
        null or ComparisonMetrics.Frechet => ComparisonMetrics.Frechet,
        { } metrics => throw new UsageException($"statistics of mean and covariance give fid alone, not {string.Join(',', Keys(metrics))}"),
    };

    /// <summary>The metrics that tools' conventions differ in: FID and KID, or those of them that were asked for.</summary>
    /// <exception cref="UsageException">Others were asked for, or KID without FID.</exception>
    public ComparisonMetrics RequireConventional(ParseResult arguments) => arguments.GetValue(Option) switch
    {
        null or (ComparisonMetrics.Frechet | ComparisonMetrics.Kernel) => ComparisonMetrics.Frechet | ComparisonMetrics.Kernel,
        ComparisonMetrics.Frechet => ComparisonMetrics.Frechet,
        { } metrics => throw new UsageException($"--all-conventions takes --metrics fid or fid,kid, not {string.Join(',', Keys(metrics))}"),
    };

    private static ComparisonMetrics? Parse(ArgumentResult result)
    {
        var metrics = ComparisonMetrics.None;
        foreach (var word in Make.Word(result).Split(',', StringSplitOptions.TrimEntries))
        {
            var found = Array.Find(Names, name => name.Name == word);
            if (found.Name is null)
            {
                return Make.Fault<ComparisonMetrics?>(result, "--metrics", $"must be some of {string.Join(", ", Names.Select(name => name.Name))}, with commas between");
            }

            metrics |= found.Metric;
        }

        return metrics;
    }
}
