namespace Giqa.Training.Generators;

/// <summary>Which images are trained on, and which are kept apart as the sources of a conditional generator's snapshots.</summary>
/// <param name="Set">All images.</param>
/// <param name="Trained">The numbers of those trained on.</param>
/// <param name="Held">The numbers of those kept apart; empty for a generator that starts from latent vectors.</param>
internal sealed record SnapshotSources(TrainingSet Set, int[] Trained, int[] Held)
{
    // At most a tenth is kept apart: images that are not trained on are images lost.
    private const int Share = 10;

    internal static SnapshotSources Choose(TrainingSet set, RunConfiguration configuration)
    {
        var held = configuration.Shape.IsConditional ? Math.Clamp(set.Count / Share, 1, configuration.Options.SnapshotImages) : 0;
        var order = DrawKey.Random(configuration.Options.Seed, DrawKey.Purpose.HeldOut, 0).Permutation(set.Count);
        return new SnapshotSources(set, held == 0 ? [.. Enumerable.Range(0, set.Count)] : order[held..], order[..held]);
    }
}
