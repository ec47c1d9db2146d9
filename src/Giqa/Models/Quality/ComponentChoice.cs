using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// Chooses the number of Gaussians: mixtures of several numbers are fitted on four fifths of the fitted images, and compared by
/// the likelihood of the other fifth. The chain is also fitted on the four fifths, because a row that a chain has
/// seen is too far out along its directions of small variance. If every tap has a mixture, all have the same number, and log
/// densities are those of the taps together.
/// </summary>
internal static class ComponentChoice
{
    private const double HeldOutShare = .2;
    private const int LeastRows = 50;

    /// <summary>The candidates, and the best number among them; none if there are too few images to compare on.</summary>
    internal static (int Best, IReadOnlyList<GaussianMixtureCandidate> Candidates) Try(
        FeatureMatrix features, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        if (features.Rows < LeastRows)
        {
            return (1, []);
        }

        var heldOut = new SeededRandom(options.Seed).Choose(features.Rows, (int)(HeldOutShare * features.Rows));
        Array.Sort(heldOut);
        int[] seen = [.. Enumerable.Range(0, features.Rows).Except(heldOut)];
        var (training, others) = (features.SelectRows(seen), features.SelectRows(heldOut));
        var numbers = GaussianMixtureSelection.CandidatesFor(seen.Length);
        var ofTaps = new List<IReadOnlyList<GaussianMixtureCandidate>>();
        foreach (var tap in TapRange.Of(options.TapLengths, features.Columns))
        {
            var chain = FeatureChain.Fit(training, tap, options, cancellationToken);
            var rows = chain.Transform(training, options.Threads, cancellationToken).Values;
            var unseen = chain.Transform(others, options.Threads, cancellationToken).Values;
            ofTaps.Add(GaussianMixtureSelection.Choose(
                rows, seen.Length, unseen, heldOut.Length, numbers, options.ForMixture(chain.OutputDimensions), new ChoiceProgress(numbers, progress), cancellationToken).Candidates);
        }

        // Each tap stops when larger numbers no longer help it: what was tried for all of them can be added.
        GaussianMixtureCandidate[] together = [.. Enumerable.Range(0, ofTaps.Min(tried => tried.Count)).Select(i => Add([.. ofTaps.Select(tried => tried[i])]))];
        return (together.MaxBy(candidate => candidate.HeldOutLogDensity)!.Components, together);
    }

    private static GaussianMixtureCandidate Add(GaussianMixtureCandidate[] taps) => new(
        taps[0].Components, taps.Sum(tap => tap.TrainingLogDensity), taps.Sum(tap => tap.HeldOutLogDensity), taps.Sum(tap => tap.Bic), Array.TrueForAll(taps, tap => tap.Converged));

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
