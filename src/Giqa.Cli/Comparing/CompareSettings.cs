using System.Reflection;
using Giqa.Metrics;

namespace Giqa.Cli.Comparing;

/// <summary>How a comparison's figures were computed.</summary>
internal sealed record CompareSettings
{
    public required string Real { get; init; }

    public required IReadOnlyList<string> Metrics { get; init; }

    public string? Backbone { get; init; }

    public string? Fingerprint { get; init; }

    public string? Preset { get; init; }

    public required int Dimensions { get; init; }

    public ulong? Seed { get; init; }

    public required string CovarianceDivisor { get; init; }

    public int? KidSubsets { get; init; }

    public int? KidSubsetSize { get; init; }

    public int? IsSplits { get; init; }

    public int? PrecisionNeighbours { get; init; }

    public int? DensityNeighbours { get; init; }

    public string? Method { get; init; }

    public int? Components { get; init; }

    public string Version { get; } = typeof(Comparison).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public static string NameOf(Giqa.Metrics.CovarianceDivisor divisor) => divisor == Giqa.Metrics.CovarianceDivisor.Count ? "n" : "n-1";

    public static CompareSettings Of(string real, ComparisonReport report, IReadOnlyList<string> metrics) => new()
    {
        Real = real,
        Metrics = metrics,
        Backbone = report.BackboneName,
        Fingerprint = report.Fingerprint,
        Preset = report.Preset,
        Dimensions = report.Dimensions,
        Seed = report.Options.Seed,
        CovarianceDivisor = NameOf(report.Options.Divisor),
        KidSubsets = report.Options.Kernel.Subsets,
        KidSubsetSize = report.Options.Kernel.SubsetSize,
        IsSplits = report.Options.Inception.Splits,
        PrecisionNeighbours = report.Options.Manifold.PrecisionNeighbours,
        DensityNeighbours = report.Options.Manifold.DensityNeighbours,
        Method = report.Options.Fit.Method.ToString().ToLowerInvariant(),
        Components = report.Options.Fit.ChooseComponents ? null : report.Options.Fit.Components,
    };
}
