using System.Globalization;
using Giqa.Cli.Inputs;
using Giqa.Models;

namespace Giqa.Cli.Commands;

/// <summary>What <c>giqa fit --json</c> prints.</summary>
internal sealed record FitSummary
{
    public required string Out { get; init; }

    public required string Method { get; init; }

    public required string? Backbone { get; init; }

    public required string? Fingerprint { get; init; }

    public required ulong Seed { get; init; }

    public required int? Components { get; init; }

    public required FittedChain Chain { get; init; }

    public required Regularization? Regularization { get; init; }

    public required IReadOnlyList<GaussianMixtureCandidate> Candidates { get; init; }

    public required double? LogLikelihood { get; init; }

    public required double? HeldOutLogLikelihood { get; init; }

    public required int? Iterations { get; init; }

    public required bool? Converged { get; init; }

    public required int? PcaComponents { get; init; }

    public required int Dimensions { get; init; }

    public required string CalibratedBy { get; init; }

    public required FitCounts Counts { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    public required IReadOnlyList<SkippedImage> Skipped { get; init; }

    public static FitSummary Of(QualityModel model, string path, IReadOnlyList<SkippedImage> skipped) => new()
    {
        Out = path,
        Method = model.Options.Method.ToString().ToLowerInvariant(),
        Backbone = model.BackboneName,
        Fingerprint = model.BackboneFingerprint,
        Seed = model.Options.Seed,
        Components = model.Options.Method == FitMethod.Knn ? null : model.Options.Components,
        Chain = FittedChain.Of(model.Options),
        Regularization = model.Options.Regularization,
        Candidates = model.Report.Candidates,
        LogLikelihood = model.Report.LogLikelihood,
        HeldOutLogLikelihood = model.Report.HeldOutLogLikelihood,
        Iterations = model.Report.Iterations,
        Converged = model.Report.Converged,
        PcaComponents = model.Report.PcaComponents,
        Dimensions = model.Report.Dimensions,
        CalibratedBy = model.Report.CalibratedBy,
        Counts = model.Report.Counts,
        Warnings = model.Report.Warnings,
        Skipped = skipped,
    };
}

/// <summary>What a fitted model does to features first.</summary>
/// <param name="Kind"><c>paper</c> or <c>own</c>: whose choices held where none was given.</param>
/// <param name="SquareRoots">Whether features are replaced by their square roots.</param>
/// <param name="Standardize">Whether they are standardised.</param>
/// <param name="PcaRate">The share of the variance that PCA keeps; 0 without PCA.</param>
/// <param name="PcaResidual">Whether what PCA drops counts.</param>
/// <param name="Whiten">Whether the kept directions are brought to one deviation.</param>
/// <param name="Taps">The lengths of the taps that have a chain and a model each; none where there is one of both.</param>
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

    /// <summary>The chain and what steadies the covariances, in one line.</summary>
    public string Describe(Regularization? regularization)
    {
        var pca = PcaRate == 0 ? "no PCA" : string.Create(CultureInfo.InvariantCulture, $"PCA {PcaRate}{(PcaResidual ? " with what it drops" : string.Empty)}");
        var line = $"chain {Kind}: {(SquareRoots ? "square roots, " : string.Empty)}{(Standardize ? "standardised, " : string.Empty)}{pca}{(Whiten ? ", whitened" : string.Empty)}{(Taps.Count > 0 ? $"; for each of {Taps.Count} taps ({string.Join(", ", Taps)} values)" : string.Empty)}";
        return regularization is not { } used ? line : string.Create(
            CultureInfo.InvariantCulture,
            $"{line}; covariances {(used.PooledRows > 0 ? $"shrunk to the pooled one by {used.PooledRows:0.#} {(used.PooledRows == 1 ? "row" : "rows")}" : "not shrunk")}, {(used.OfMeanVariance > 0 ? $"{used.OfMeanVariance:0.####%} of the mean variance" : $"{used.Absolute:0.######e0}")} added to the variances");
    }
}
