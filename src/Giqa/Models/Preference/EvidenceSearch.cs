namespace Giqa.Models;

/// <summary>Fits under a row of priors, as far as their evidence counts: outward from one of them, on either side until it falls behind.</summary>
internal static class EvidenceSearch
{
    /// <summary>Fits.</summary>
    /// <param name="count">How many priors there are, in the order of their strength.</param>
    /// <param name="start">Where to begin; nothing but time depends on it.</param>
    /// <param name="fit">Fits under a prior, given the fit under the one beside it; null at the start.</param>
    /// <returns>The fits under neighbouring priors, in their order.</returns>
    internal static IReadOnlyList<PreferencePosterior> Run(int count, int start, Func<int, PreferencePosterior?, PreferencePosterior> fit)
    {
        var found = new LinkedList<PreferencePosterior>([fit(start, null)]);
        var best = found.First!.Value.LogEvidence;
        bool Counts(PreferencePosterior latest)
        {
            best = Math.Max(best, latest.LogEvidence);
            return latest.LogEvidence >= best - PosteriorMixture.Negligible;
        }

        for (var i = start + 1; i < count && Counts(found.Last!.Value); i++)
        {
            _ = found.AddLast(fit(i, found.Last.Value));
        }

        for (var i = start - 1; i >= 0 && Counts(found.First!.Value); i--)
        {
            _ = found.AddFirst(fit(i, found.First.Value));
        }

        return [.. found];
    }
}
