namespace Giqa.Models;

/// <summary>A branch and how its fit went, with its taps combined as if they were independent.</summary>
internal sealed record FittedBranch(ModelBranch Branch, IReadOnlyList<TapFit> Taps)
{
    /// <summary>The first tap's training; null for KNN.</summary>
    internal GaussianMixtureTraining? Training => Taps[0].Training;

    internal int Iterations => Taps.Max(tap => tap.Training?.Iterations ?? 0);

    internal bool HasConverged => Taps.All(tap => tap.Training is null or { Converged: true });

    internal IReadOnlyList<string> Warnings => Taps.Select(tap => tap.Training?.Warnings ?? []).FirstOrDefault(warnings => warnings.Count > 0) ?? [];

    /// <summary>The mean log density of the images that it was fitted on.</summary>
    internal double Seen => Taps.Sum(tap => tap.Seen);

    /// <summary>The mean log density of the images that it is calibrated on.</summary>
    internal double Unseen => Taps.Sum(tap => tap.HeldOut.Average());

    internal double SeenResidual => Taps.Sum(tap => tap.SeenResidual);

    internal double UnseenResidual => Taps.Sum(tap => tap.UnseenResidual);

    /// <summary>How many of the images that it is calibrated on are copies of one that it was fitted on, to every tap.</summary>
    internal int Copies { get; init; } = Taps[0].CopyOf.Where((_, image) => Taps.All(tap => tap.CopyOf[image] >= 0)).Count();

    /// <summary>
    /// The branches of all splits. The common scale of the taps is computed over the left-out images of all splits: a
    /// fold of a small set has too few for its own.
    /// </summary>
    /// <param name="splits">The taps of each split.</param>
    internal static List<FittedBranch> Of(IReadOnlyList<TapFit[]> splits)
    {
        if (splits[0] is [_])
        {
            return [.. splits.Select(taps => new FittedBranch(new ModelBranch([new ScoredTap(taps[0].Chain, taps[0].Scorer, ScoreScale.None)], Calibration.Fit(taps[0].HeldOut)), taps))];
        }

        ScoreScale[] scales = [.. Enumerable.Range(0, splits[0].Length).Select(tap => ScoreScale.Of(
            [.. splits.SelectMany(taps => taps[tap].HeldOut.Select(score => ScoredTap.Comparable(taps[tap].Scorer, score)))]))];
        return [.. splits.Select(taps =>
        {
            ScoredTap[] scored = [.. taps.Zip(scales, (tap, scale) => new ScoredTap(tap.Chain, tap.Scorer, scale))];
            return new FittedBranch(new ModelBranch(scored, Calibration.Fit(ModelBranch.Sum(scored, [.. taps.Select(tap => tap.HeldOut)]))), taps);
        })];
    }
}
