using Giqa.Images;
using Giqa.Images.Snapshots;
using Giqa.Training.Generators;

namespace Giqa.Tests.Training.Generators;

/// <summary>Trainings that take seconds: dark squares with a bright disc, and networks of a few channels.</summary>
internal static class SmallTraining
{
    internal const int Size = 28;

    internal static GeneratorOptions Options(GeneratorKind kind) => new()
    {
        Kind = kind,
        Width = 8,
        Latent = 8,
        Batch = 8,
        Seed = 3,
        Snapshots = new SnapshotSchedule(0, 6, 60),
        SnapshotImages = 16,
        CheckpointEvery = 4,
        AverageDecay = 0.9,
        Mirror = true,
        Condition = kind.StartsFromLabels() ? ConditionKind.Regions : ConditionKind.Edges,
        Stage = 5,
    };

    /// <summary>64 discs, each elsewhere.</summary>
    internal static TrainingSet Discs(GeneratorOptions options)
    {
        using var source = new SampleSource([.. Enumerable.Range(0, 64).Select(Disc)]);
        return new TrainingSetReader(options, new DecodeOptions(), 1).Read(source);
    }

    internal static GeneratorResult Run(string folder, GeneratorOptions options, StopRule stop, IProgress<GeneratorProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var set = Discs(options);
        var run = File.Exists(Path.Combine(folder, "config.json")) ? GeneratorRun.Open(folder) : GeneratorRun.Create(folder, RunConfiguration.For(options, set));
        return new GeneratorTraining(run, set, new GeneratorContext { Threads = 1 }).Run(stop, progress, cancellationToken);
    }

    /// <summary>The mean distance from an iteration's samples to the nearest training image, in levels a pixel.</summary>
    internal static double DistanceToReals(string folder, long iteration, TrainingSet set)
    {
        using var snapshots = SnapshotFolder.Open(folder, new DecodeOptions());
        var samples = Enumerable.Range(0, snapshots.Images.Count).Where(index => snapshots.Images[index].Iteration == iteration).Select(index => snapshots.Source.Read(index).Decode(new DecodeOptions()).Pixels);
        var reals = Enumerable.Range(0, set.Count).Select(index => set.Image(index).Pixels).ToArray();
        return samples.Average(sample => reals.Min(real => sample.Zip(real, (a, b) => (double)Math.Abs(a - b)).Average()));
    }

    private static RgbImage Disc(int number)
    {
        var (x, y) = (10 + (number % 8), 10 + (number / 8));
        return new RgbImage(Size, Size, [.. Enumerable.Range(0, Size * Size).SelectMany(i =>
        {
            var (dx, dy) = ((i % Size) - x, (i / Size) - y);
            return Enumerable.Repeat((byte)((dx * dx) + (dy * dy) < 36 ? 220 : 20), 3);
        })]);
    }
}
