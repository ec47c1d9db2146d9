using System.Globalization;
using Giqa.Cli.Inputs;
using Giqa.Models;

namespace Giqa.Cli.Commands;

/// <summary>What <c>giqa fit --json</c> prints.</summary>
internal sealed class FitSummary(QualityModel model, string path, IReadOnlyList<SkippedImage> skipped)
{
    public string Out => path;

    public string Method => model.Options.Method.ToString().ToLowerInvariant();

    public string? Backbone => model.BackboneName;

    public string? Fingerprint => model.BackboneFingerprint;

    public ulong Seed => model.Options.Seed;

    public int? Components => model.Options.Method == FitMethod.Knn ? null : model.Options.Components;

    public FittedChain Chain => FittedChain.Of(model.Options);

    public Regularization? Regularization => model.Options.Regularization;

    public IReadOnlyList<GaussianMixtureCandidate> Candidates => model.Report.Candidates;

    public double? LogLikelihood => model.Report.LogLikelihood;

    public double? HeldOutLogLikelihood => model.Report.HeldOutLogLikelihood;

    public int? Iterations => model.Report.Iterations;

    public bool? Converged => model.Report.Converged;

    public int? PcaComponents => model.Report.PcaComponents;

    public int Dimensions => model.Report.Dimensions;

    public string CalibratedBy => model.Report.CalibratedBy;

    public FitCounts Counts => model.Report.Counts;

    public IReadOnlyList<string> Warnings => model.Report.Warnings;

    public IReadOnlyList<SkippedImage> Skipped => skipped;
}

/// <summary>How a fitted model preprocesses features.</summary>
/// <param name="Kind"><c>paper</c> or <c>own</c>: whose defaults applied.</param>
/// <param name="SquareRoots">Whether features are replaced by their square roots.</param>
/// <param name="Standardize">Whether they are standardised.</param>
/// <param name="PcaRate">The share of the variance that PCA keeps; 0 without PCA.</param>
/// <param name="PcaResidual">Whether the part that PCA drops counts.</param>
/// <param name="Whiten">Whether the kept directions are scaled to unit deviation.</param>
/// <param name="Taps">The lengths of the taps that have a chain and a model each; empty if all share one.</param>
internal sealed record FittedChain(string Kind, bool SquareRoots, bool Standardize, double PcaRate, bool PcaResidual, bool Whiten, IReadOnlyList<int> Taps)
{
    public static FittedChain Of(FitOptions options) => new(
        options.Chain == ChainKind.Paper ? "paper" : "own",
        options.SquareRoots ?? false,
        options.Standardize ?? false,
        options.PcaRate ?? 0,
        options.PcaResidual ?? false,
        options.Whiten ?? false,
        options.TapLengths);

    /// <summary>The chain and how the covariances are regularised, in one line.</summary>
    public string Describe(Regularization? regularization)
    {
        var pca = PcaRate == 0 ? "no PCA" : string.Create(CultureInfo.InvariantCulture, $"PCA {PcaRate}{(PcaResidual ? " with what it drops" : string.Empty)}");
        var line = $"chain {Kind}: {(SquareRoots ? "square roots, " : string.Empty)}{(Standardize ? "standardised, " : string.Empty)}{pca}{(Whiten ? ", whitened" : string.Empty)}{(Taps.Count > 0 ? $"; for each of {Taps.Count} taps ({string.Join(", ", Taps)} values)" : string.Empty)}";
        return regularization is not { } used ? line : string.Create(
            CultureInfo.InvariantCulture,
            $"{line}; covariances {(used.PooledRows > 0 ? $"shrunk to the pooled one by {used.PooledRows:0.#} {(used.PooledRows == 1 ? "row" : "rows")}" : "not shrunk")}, {(used.OfMeanVariance > 0 ? $"{used.OfMeanVariance:0.####%} of the mean variance" : $"{used.Absolute:0.######e0}")} added to the variances");
    }
}
