using Giqa.Images.Snapshots;
using Giqa.Models;
using Giqa.Training.Data;

namespace Giqa.Training.Scorers;

/// <summary>All images of a training, read, labelled and split.</summary>
internal sealed class ScorerData
{
    private const int FewestReals = 10;

    /// <summary>The training examples.</summary>
    internal required ExampleSet Training { get; init; }

    /// <summary>The validation examples.</summary>
    internal required ExampleSet Validation { get; init; }

    /// <summary>The reals, and which of them are not trained on.</summary>
    internal required (PictureShelf Shelf, int[] Training, int[] HeldOut) Reals { get; init; }

    /// <summary>Pseudo labels of the generated images that are trained on.</summary>
    internal required double[] GeneratedLabels { get; init; }

    /// <summary>The generator's iterations, rising.</summary>
    internal required IReadOnlyList<long> Iterations { get; init; }

    /// <summary>The images that could not be read.</summary>
    internal required IReadOnlyList<UnreadableImage> Skipped { get; init; }

    /// <summary>Reads and splits everything.</summary>
    /// <exception cref="GiqaException">There are too few images, iterations or latents to learn from.</exception>
    internal static ScorerData Load(
        ScorerInputs inputs, ScorerTrainingOptions options, int side, int threads, IProgress<ScorerTrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var total = inputs.Reals.Count + (options.Method == FitMethod.Rank ? 0 : inputs.Snapshots?.Images.Count ?? 0);
        var realsShelf = PictureShelf.Fill(inputs.Reals, inputs.Decoding, side, threads, Tell(progress, 0, total), cancellationToken);
        var reals = SplitReals(realsShelf, options);
        if (options.Method == FitMethod.Rank)
        {
            return new ScorerData
            {
                Training = new DegradedImages(realsShelf, reals.Training, options.DegradedKinds, side),
                Validation = new DegradedImages(realsShelf, reals.HeldOut, options.DegradedKinds, side),
                Reals = (realsShelf, reals.Training, reals.HeldOut),
                GeneratedLabels = [],
                Iterations = [],
                Skipped = [.. realsShelf.Skipped],
            };
        }

        var snapshots = inputs.Snapshots ?? throw new GiqaException($"{options.Method} learns from a generator's snapshots: give a snapshot folder");
        RequireIterations(snapshots, options);
        var shelf = PictureShelf.Fill(snapshots.Source, inputs.Decoding, side, threads, Tell(progress, inputs.Reals.Count, total), cancellationToken);
        return Combine(snapshots, shelf, realsShelf, reals, options, side);
    }

    private static ScorerData Combine(
        SnapshotFolder snapshots, PictureShelf shelf, PictureShelf realsShelf, (int[] Training, int[] HeldOut) reals, ScorerTrainingOptions options, int side)
    {
        int[] sound = [.. Enumerable.Range(0, shelf.Count).Where(shelf.IsSound)];
        var last = snapshots.Iterations[^1];
        var kept = ValidationSplit.ByKey([.. sound.Select(index => KeyOf(snapshots.Images[index]))], options.Validation, options.Seed);
        // For BC all generated images are equal, regardless of iteration.
        var best = options.Method == FitMethod.Bc ? 0 : options.MaximumGenerated;
        var labelled = sound.Select(index => new LabelledImage(shelf, index, PseudoLabel.Of(snapshots.Images[index].Iteration, last, best))).ToArray();
        LabelledImage[] trained = [.. labelled.Where((_, place) => !kept[place])];
        LabelledImages Add(LabelledImage[] images, int[] own)
        {
            var worst = new WorstImages(realsShelf, own, (int)Math.Round(options.DegradedShare * (images.Length + own.Length)), options.DegradedKinds);
            return new LabelledImages([.. images, .. Label(realsShelf, own)], worst, side);
        }

        return new ScorerData
        {
            Training = Add(trained, reals.Training),
            Validation = Add([.. labelled.Where((_, place) => kept[place])], reals.HeldOut),
            Reals = (realsShelf, reals.Training, reals.HeldOut),
            GeneratedLabels = Array.ConvertAll(trained, image => image.Label),
            Iterations = snapshots.Iterations,
            Skipped = [.. shelf.Skipped, .. realsShelf.Skipped],
        };
    }

    private static IEnumerable<LabelledImage> Label(PictureShelf shelf, int[] indices) => indices.Select(index => new LabelledImage(shelf, index, PseudoLabel.Real));

    private static string KeyOf(SnapshotImage image) => $"{image.Seed}\n{image.Source}";

    private static (int[] Training, int[] HeldOut) SplitReals(PictureShelf shelf, ScorerTrainingOptions options)
    {
        int[] sound = [.. Enumerable.Range(0, shelf.Count).Where(shelf.IsSound)];
        if (sound.Length < FewestReals)
        {
            throw new GiqaException($"{sound.Length} of {shelf.Count} real images can be used; at least {FewestReals} are needed, and several thousand for a reliable scorer");
        }

        var heldOut = ValidationSplit.ByKey([.. sound.Select(index => $"{index:D9}")], options.Validation, options.Seed);
        return ([.. sound.Where((_, place) => !heldOut[place])], [.. sound.Where((_, place) => heldOut[place])]);
    }

    private static void RequireIterations(SnapshotFolder snapshots, ScorerTrainingOptions options)
    {
        if (options.Method != FitMethod.Bc && snapshots.Iterations.Count < 2)
        {
            throw new GiqaException($"all {snapshots.Images.Count} generated images are from iteration {snapshots.Iterations[0]}; {options.Method} learns from the difference between iterations: give snapshots of several, or train bc");
        }
    }

    private static Progress? Tell(IProgress<ScorerTrainingProgress>? progress, int before, int total) =>
        progress is null ? null : new Progress(done => progress.Report(new ScorerTrainingProgress("reading", before + done, total)));

    /// <summary>Reports at once, on the thread that reads.</summary>
    private sealed class Progress(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}
