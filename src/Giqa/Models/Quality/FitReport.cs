using System.Text.Json.Serialization;

namespace Giqa.Models;

/// <summary>How a fit went.</summary>
public sealed record FitReport
{
    /// <summary>The mean log likelihood of a fitted image, in nats; null for KNN.</summary>
    public double? LogLikelihood { get; init; }

    /// <summary>The mean log likelihood of a held-out image, in nats; far below <see cref="LogLikelihood"/> means overfitting. Null for KNN.</summary>
    public double? HeldOutLogLikelihood { get; init; }

    /// <summary>EM iterations of the kept start; null for KNN.</summary>
    public int? Iterations { get; init; }

    /// <summary>Whether EM settled; null for KNN.</summary>
    public bool? Converged { get; init; }

    /// <summary>
    /// The numbers of Gaussians that were tried, in nats per image and fitted on four fifths of the fitted images; empty if
    /// the number was given.
    /// </summary>
    [JsonInclude]
    internal IReadOnlyList<GaussianMixtureCandidate> Candidates { get; init => field = value ?? []; } = [];

    /// <summary>The components that PCA kept; null without PCA.</summary>
    public int? PcaComponents { get; init; }

    /// <summary>The length of the model's input vectors.</summary>
    public required int Dimensions { get; init; }

    /// <summary>How quality was calibrated: <c>hold-out</c> or <c>folds</c>; in files of version 1 also <c>leave-one-out</c>; for preference models, what it was calibrated on, see <see cref="PreferenceReport.CalibratedOn"/>.</summary>
    public required string CalibratedBy { get; init; }

    /// <summary>How the images were used.</summary>
    public required FitCounts Counts { get; init; }

    /// <summary>What a reader of the scores should know, in plain sentences; often empty.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>How the reals that a model was fitted on were used.</summary>
/// <param name="Images">All inputs.</param>
/// <param name="Skipped">Those without features.</param>
/// <param name="Fitted">Those in the model.</param>
/// <param name="HeldOut">Those that quality is calibrated on; with folds, the fitted ones again.</param>
/// <param name="References">Those whose features the model keeps.</param>
public sealed record FitCounts(int Images, int Skipped, int Fitted, int HeldOut, int References);
