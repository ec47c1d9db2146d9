using System.Globalization;
using Giqa.Images;
using Giqa.Images.Snapshots;
using Giqa.Storage;

namespace Giqa.Training.Generators;

/// <summary>Keeps and judges what a generator makes while it is trained: always of the same seeds or sources.</summary>
internal sealed class RunRecorder
{
    private const int JudgeEvery = 500;
    private const int JudgedImages = 64;
    private const int LogEvery = 20;

    private readonly GeneratorRun _run;
    private readonly SnapshotSources _sources;
    private readonly GeneratorContext _surroundings;
    private readonly RunLog _log;
    private readonly ulong[] _seeds;

    internal RunRecorder(GeneratorRun run, SnapshotSources sources, GeneratorContext surroundings, long iteration)
    {
        (_run, _sources, _surroundings) = (run, sources, surroundings);
        _log = RunLog.Open(run.Log, iteration);
        var count = run.Configuration.Shape.IsConditional ? sources.Held.Length : run.Configuration.Options.SnapshotImages;
        _seeds = [.. Enumerable.Range(0, count).Select(seed => (ulong)seed)];
        WriteSources();
    }

    /// <summary>The mean quality of the last judged samples; null before, or when nobody judges.</summary>
    internal double? Quality { get; private set; }

    /// <summary>The time spent here.</summary>
    internal TimeSpan Cost { get; private set; }

    internal bool IsJudgementDue(long iteration) => _surroundings.LiveQuality is not null && iteration % JudgeEvery == 0;

    /// <summary>Makes samples with the average's weights, judges them, and keeps them when they are a snapshot.</summary>
    internal void Observe(GeneratorWeights weights, bool keep) => Measure(() =>
    {
        using var sampler = GeneratorSampler.Open(weights, _surroundings.Threads);
        var seeds = keep ? _seeds : [.. _seeds.Take(JudgedImages)];
        var images = _run.Configuration.Shape.IsConditional
            ? sampler.Translate(seeds.Select(seed => _sources.Set.Condition(_sources.Held[seed])))
            : sampler.Sample(seeds);
        if (keep)
        {
            _run.Keep(weights, [.. seeds.Zip(images, Picture)]);
        }

        if (_surroundings.LiveQuality is { } judge)
        {
            var qualities = judge([.. images.Take(JudgedImages)]).Where(double.IsFinite).ToArray();
            Quality = qualities.Length > 0 ? qualities.Average() : null;
        }
    });

    /// <summary>Adds a line to the log now and then.</summary>
    internal void Log(GeneratorProgress progress)
    {
        if (progress.Iteration > 0 && (progress.Snapshot || progress.Iteration % LogEvery == 0))
        {
            _log.Add(progress);
        }
    }

    /// <summary>Counts an action's time among <see cref="Cost"/>.</summary>
    internal void Measure(Action action)
    {
        var start = _surroundings.Time.GetTimestamp();
        action();
        Cost += _surroundings.Time.GetElapsedTime(start);
    }

    private SnapshotPicture Picture(ulong seed, RgbImage image) =>
        _run.Configuration.Shape.IsConditional ? new SnapshotPicture(seed, image, SourceName(seed), ReferenceName(seed)) : new SnapshotPicture(seed, image);

    /// <summary>What a conditional generator's snapshots start from, and what they should look like.</summary>
    private void WriteSources()
    {
        for (var i = 0; i < _sources.Held.Length; i++)
        {
            var (shape, index) = (_run.Configuration.Shape, _sources.Held[i]);
            Write(SourceName((ulong)i), ConditionMaps.ToImage(_sources.Set.Condition(index), shape.ConditionChannels, shape.Size));
            Write(ReferenceName((ulong)i), _sources.Set.Image(index));
        }
    }

    private void Write(string name, RgbImage image)
    {
        if (!File.Exists(_run.PathOf(name)))
        {
            AtomicFile.Write(_run.PathOf(name), stream => stream.Write(ImageEncoder.EncodePng(image)));
        }
    }

    private static string SourceName(ulong seed) => $"sources/{seed.ToString("D5", CultureInfo.InvariantCulture)}.png";

    private static string ReferenceName(ulong seed) => $"references/{seed.ToString("D5", CultureInfo.InvariantCulture)}.png";
}

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
