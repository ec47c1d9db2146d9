using Giqa.Features;

namespace Giqa.Models;

/// <summary>A chain and a model for one tap, or for the whole vector, fitted on a split's images and tested on those left out.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="Scorer">The model.</param>
/// <param name="HeldOut">Raw scores of the images that were left out.</param>
internal sealed record TapFit(FeatureChain Chain, Scorer Scorer, double[] HeldOut)
{
    /// <summary>How EM went; null for KNN.</summary>
    internal GaussianMixtureTraining? Training { get; init; }

    /// <summary>The mean log density of the images that it was fitted on.</summary>
    internal double Seen { get; init; }

    /// <summary>The part of <see cref="Seen"/> from what PCA dropped.</summary>
    internal double SeenResidual { get; init; }

    /// <summary>The part of the left-out images' mean log density from what PCA dropped.</summary>
    internal double UnseenResidual { get; init; }

    /// <summary>For each left-out image the reference that it is a copy of, or -1; empty for mixtures.</summary>
    internal int[] CopyOf { get; init; } = [];

    internal static TapFit Neighbours(FeatureChain chain, FeatureMatrix features, string[] names, FeatureMatrix heldOut, FitOptions options, CancellationToken cancellationToken)
    {
        var references = new ReferenceSet(chain.TransformSingle(features, options.Threads, cancellationToken), names, options.Sources);
        var scorer = new NeighbourScorer(references, options.Neighbours, options.Variant);
        var found = scorer.Find(chain.TransformSingle(heldOut, options.Threads, cancellationToken), options.Threads, cancellationToken);
        return new TapFit(chain, scorer, found.Values) { CopyOf = found.CopyOf };
    }

    internal static TapFit Mixture(
        FeatureChain chain, FeatureMatrix features, FeatureMatrix heldOut, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        var rows = chain.Transform(features, options.Threads, cancellationToken);
        var unseen = chain.Transform(heldOut, options.Threads, cancellationToken);
        var settings = options.ForMixture(chain.OutputDimensions);
        var mixture = GaussianMixture.Fit(rows.Values, features.Rows, settings, progress: new MixtureProgress(progress), cancellationToken: cancellationToken);
        progress?.Report(new FitProgress(FitStage.Calibrate, 0));
        return new TapFit(chain, new MixtureScorer(mixture), Score(mixture, unseen, heldOut.Rows, options.Threads, cancellationToken))
        {
            Training = mixture.Training!,
            Seen = Score(mixture, rows, features.Rows, options.Threads, cancellationToken).Average(),
            SeenResidual = rows.MeanLogResidual,
            UnseenResidual = unseen.MeanLogResidual,
        };
    }

    private static double[] Score(GaussianMixture mixture, TransformedRows rows, int count, int threads, CancellationToken cancellationToken)
    {
        var scores = new double[count];
        mixture.Score(rows.Values, count, scores, threads, cancellationToken);
        rows.AddResidualsTo(scores);
        return scores;
    }
}

/// <summary>Passes EM iterations on as the progress of a fit.</summary>
internal sealed class MixtureProgress(IProgress<FitProgress>? progress) : IProgress<GaussianMixtureProgress>
{
    public void Report(GaussianMixtureProgress value)
    {
        var share = (value.Start - 1 + (value.Iteration / (double)value.MaxIterations)) / value.Starts;
        progress?.Report(new FitProgress(FitStage.Model, Math.Clamp(share, 0, 1), $"iteration {value.Iteration}"));
    }
}

/// <summary>Transformed rows.</summary>
/// <param name="Values">N x k float64, row-major.</param>
/// <param name="LogResiduals">Per row the log density of what PCA dropped from it, in nats; empty if that does not count.</param>
internal sealed record TransformedRows(double[] Values, double[] LogResiduals)
{
    /// <summary>The mean of <see cref="LogResiduals"/>, 0 if they do not count.</summary>
    internal double MeanLogResidual => LogResiduals.Length == 0 ? 0 : LogResiduals.Average();

    /// <summary>Adds what PCA dropped to log densities of what it kept.</summary>
    internal void AddResidualsTo(Span<double> scores)
    {
        for (var row = 0; row < LogResiduals.Length; row++)
        {
            scores[row] += LogResiduals[row];
        }
    }
}
