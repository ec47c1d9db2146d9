using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// Chooses the number of Gaussians: mixtures of several numbers are fitted on four fifths of the fitted images, and compared by
/// the likelihood of the other fifth. The chain is fitted on the four fifths too, since a row that a chain has
/// seen lies too far out along its directions of small variance.
/// </summary>
internal static class ComponentChoice
{
    private const double HeldOutShare = .2;
    private const int LeastRows = 50;

    /// <summary>What was tried, and the best of it; null when there are too few images to compare on.</summary>
    internal static GaussianMixtureSelection? Try(
        FeatureMatrix features, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        if (features.Rows < LeastRows)
        {
            return null;
        }

        var heldOut = new SeededRandom(options.Seed).Choose(features.Rows, (int)(HeldOutShare * features.Rows));
        Array.Sort(heldOut);
        int[] seen = [.. Enumerable.Range(0, features.Rows).Except(heldOut)];
        var training = features.SelectRows(seen);
        var chain = FeatureChain.Fit(training, options, cancellationToken);
        var rows = chain.Transform(training, options.Threads, cancellationToken).Values;
        var unseen = chain.Transform(features.SelectRows(heldOut), options.Threads, cancellationToken).Values;
        var numbers = GaussianMixtureSelection.CandidatesFor(seen.Length);
        return GaussianMixtureSelection.Choose(
            rows, seen.Length, unseen, heldOut.Length, numbers, options.ForMixture(chain.OutputDimensions), new ChoiceProgress(numbers, progress), cancellationToken);
    }

    /// <summary>Passes EM iterations on as the progress of a fit; a first iteration of a first start begins the next number.</summary>
    private sealed class ChoiceProgress(IReadOnlyList<int> numbers, IProgress<FitProgress>? progress) : IProgress<GaussianMixtureProgress>
    {
        private int _current = -1;

        public void Report(GaussianMixtureProgress value)
        {
            _current += value is { Start: 1, Iteration: 1 } ? 1 : 0;
            progress?.Report(new FitProgress(FitStage.Choose, _current / (double)numbers.Count, $"{numbers[_current]} components, iteration {value.Iteration}"));
        }
    }
}
