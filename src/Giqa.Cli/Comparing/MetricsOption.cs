using System.CommandLine;
using System.CommandLine.Parsing;
using Giqa.Cli.Options;
using Giqa.Metrics;

namespace Giqa.Cli.Comparing;

/// <summary><c>--metrics</c>: which metrics a comparison takes, by their short names.</summary>
internal sealed class MetricsOption
{
    public Option<ComparisonMetrics?> Option { get; } = new("--metrics")
    {
        Description = $"Which metrics to compute; is needs class logits. [default: {string.Join(',', ComparisonMetrics.FromFeatures.Words)}]",
        HelpName = string.Join(',', (~ComparisonMetrics.None).Words),
        CustomParser = Parse,
    };

    public ComparisonMetrics Read(ParseResult arguments) => arguments.GetValue(Option) ?? ComparisonMetrics.FromFeatures;

    /// <summary>Refuses metrics that cannot be computed from mean and covariance alone.</summary>
    /// <exception cref="UsageException">Other metrics than fid were asked for.</exception>
    public ComparisonMetrics RequireFrechetOnly(ParseResult arguments) => arguments.GetValue(Option) switch
    {
        null => ComparisonMetrics.Frechet,
        { } metrics when metrics == ComparisonMetrics.Frechet => metrics,
        { } metrics => throw new UsageException($"only fid can be computed from a mean and covariance, not {string.Join(',', metrics.Words)}"),
    };

    /// <summary>The metrics that tools' conventions differ in: FID and KID, or those of them that were asked for.</summary>
    /// <exception cref="UsageException">Others were asked for, or KID without FID.</exception>
    public ComparisonMetrics RequireConventional(ParseResult arguments) => arguments.GetValue(Option) switch
    {
        null => ComparisonMetrics.Frechet | ComparisonMetrics.Kernel,
        { } metrics when metrics == ComparisonMetrics.Frechet || metrics == (ComparisonMetrics.Frechet | ComparisonMetrics.Kernel) => metrics,
        { } metrics => throw new UsageException($"--all-conventions takes --metrics fid or fid,kid, not {string.Join(',', metrics.Words)}"),
    };

    private static ComparisonMetrics? Parse(ArgumentResult result)
    {
        var words = Make.Word(result).Split(',', StringSplitOptions.TrimEntries);
        var known = (~ComparisonMetrics.None).Words;
        return words.All(known.Contains)
            ? ComparisonMetrics.Of(words)
            : Make.Fault<ComparisonMetrics?>(result, "--metrics", $"must be a comma-separated list of {string.Join(", ", known)}");
    }
}
