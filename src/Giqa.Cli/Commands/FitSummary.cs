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
