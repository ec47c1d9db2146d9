namespace Giqa.Models;

/// <summary>
/// The number of components chosen by the likelihood of rows that the fit has not seen: with too few the mixture is
/// too coarse, with too many it fits only the training rows. BIC is also reported; it counts every covariance entry in
/// full and so prefers fewer components, even more so if covariances are regularised.
/// </summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
internal sealed class GaussianMixtureSelection
{
    private const int LeastRowsPerComponent = 20;
    private const int Patience = 3;

    private static readonly int[] Ladder = [1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100];

    private GaussianMixtureSelection(GaussianMixture best, IReadOnlyList<GaussianMixtureCandidate> candidates)
    {
        Best = best;
        Candidates = candidates;
    }

    /// <summary>The mixture under which the held-out rows are most likely.</summary>
    public GaussianMixture Best { get; }

    /// <summary>What was tried, in the order given.</summary>
    public IReadOnlyList<GaussianMixtureCandidate> Candidates { get; }

    /// <summary>Numbers of components worth trying for this many training rows: 1 to 100, with at least 20 rows each.</summary>
    /// <param name="rows">N, at least 1.</param>
    public static IReadOnlyList<int> CandidatesFor(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        return [.. Ladder.Where(components => components == 1 || (long)components * LeastRowsPerComponent <= rows)];
    }

    /// <summary>
    /// Fits a mixture for every number of components and keeps the one that explains the held-out rows best. After three
    /// consecutive numbers that did no better than an earlier one the rest are not tried, because larger numbers take ever longer.
    /// </summary>
    /// <param name="training">N x D, row-major, all finite.</param>
    /// <param name="trainingCount">N.</param>
    /// <param name="heldOut">Other rows, H x D, row-major.</param>
    /// <param name="heldOutCount">H, at least 1.</param>
    /// <param name="components">Numbers to try; among equals the first wins.</param>
    /// <param name="options">Everything but the number of components.</param>
    /// <param name="progress">Reported for every EM iteration.</param>
    /// <param name="cancellationToken">Checked per block of rows.</param>
    /// <exception cref="GiqaException">Too few rows for a candidate, or NaN or infinity in them.</exception>
    public static GaussianMixtureSelection Choose(
        ReadOnlySpan<double> training,
        int trainingCount,
        ReadOnlySpan<double> heldOut,
        int heldOutCount,
        IReadOnlyList<int> components,
        GaussianMixtureOptions options,
        IProgress<GaussianMixtureProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(components.Count, nameof(components));
        GaussianMixture? best = null;
        var bestDensity = double.NegativeInfinity;
        var candidates = new List<GaussianMixtureCandidate>();
        var sinceBest = 0;
        foreach (var count in components.TakeWhile(_ => sinceBest < Patience))
        {
            var mixture = GaussianMixture.Fit(
                training, trainingCount, options with { Components = count }, progress: progress, cancellationToken: cancellationToken);
            var candidate = Describe(mixture, training, trainingCount, heldOut, heldOutCount, options.Threads, cancellationToken);
            candidates.Add(candidate);
            sinceBest++;
            if (best is null || candidate.HeldOutLogDensity > bestDensity)
            {
                (best, bestDensity, sinceBest) = (mixture, candidate.HeldOutLogDensity, 0);
            }
        }

        return new GaussianMixtureSelection(best!, candidates);
    }

    private static GaussianMixtureCandidate Describe(
        GaussianMixture mixture, ReadOnlySpan<double> training, int trainingCount, ReadOnlySpan<double> heldOut, int heldOutCount,
        int threads, CancellationToken cancellationToken)
    {
        var density = mixture.MeanLogDensity(training, trainingCount, threads, cancellationToken);
        var heldOutDensity = mixture.MeanLogDensity(heldOut, heldOutCount, threads, cancellationToken);
        var bic = (mixture.ParameterCount * Math.Log(trainingCount)) - (2.0 * trainingCount * density);
        return new GaussianMixtureCandidate(mixture.Components, density, heldOutDensity, bic, mixture.Training!.Converged);
    }
}

/// <summary>One number of components that was tried.</summary>
/// <param name="Components">M.</param>
/// <param name="TrainingLogDensity">The mean log density of the training rows, in nats.</param>
/// <param name="HeldOutLogDensity">The mean log density of the held-out rows, in nats; larger is better.</param>
/// <param name="Bic">The Bayesian criterion on the training rows; smaller is better.</param>
/// <param name="Converged">Whether EM settled.</param>
internal sealed record GaussianMixtureCandidate(
    int Components, double TrainingLogDensity, double HeldOutLogDensity, double Bic, bool Converged);
