using Giqa.Training.Torch;

namespace Giqa.Training.Generators;

/// <summary>Trains a generator, from the start or from where it was stopped or killed.</summary>
/// <remarks>
/// On the CPU, with the same number of threads, a run that was killed and resumed ends with the same weights as an unbroken one, bit for bit:
/// every random number is derived from the run's seed and the iteration, and everything else is in the checkpoint.
/// </remarks>
internal sealed class GeneratorTraining
{
    private readonly GeneratorRun _run;
    private readonly TrainingSet _set;
    private readonly GeneratorContext _surroundings;

    /// <summary>Prepares a training.</summary>
    /// <param name="run">Its folder.</param>
    /// <param name="set">The images that it was started with.</param>
    /// <param name="surroundings">Threads, clock and judges.</param>
    /// <exception cref="GiqaException">The images are not those that the run was started with, or the judge of its samples is missing.</exception>
    public GeneratorTraining(GeneratorRun run, TrainingSet set, GeneratorContext surroundings)
    {
        var configuration = run.Configuration;
        if (set.Count != configuration.Images || set.Checksum != configuration.Checksum)
        {
            throw new GiqaException($"the {set.Count} training images are not the {configuration.Images} that {run.Folder} was started with (checksum {set.Checksum}, not {configuration.Checksum}): give it back its images, or start a new run");
        }

        if (configuration.Weighting is not null && surroundings.Ohem is null)
        {
            throw new GiqaException($"{run.Folder} weighs samples by {configuration.Weighting.Model}, which was not given");
        }

        (_run, _set, _surroundings) = (run, set, surroundings);
    }

    /// <summary>Trains until a rule says to stop. Everything happens on one thread of the training's own; this call waits for it.</summary>
    /// <param name="stop">When to stop.</param>
    /// <param name="progress">Told after every iteration, on the training's thread.</param>
    /// <param name="cancellationToken">Stops after the iteration at hand; a checkpoint is written first.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; the checkpoint is written.</exception>
    /// <exception cref="GiqaException">The folder cannot be written to, or the losses are no longer numbers.</exception>
    /// <exception cref="NativeLibraryException">libtorch is missing; the message names the command that installs it.</exception>
    public GeneratorResult Run(StopRule stop, IProgress<GeneratorProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var thread = new TrainingThread(new TorchOptions
        {
            Threads = _surroundings.Threads,
            Device = _surroundings.Device,
            Seed = _run.Configuration.Options.Seed,
            MixedPrecision = _run.Configuration.Options.MixedPrecision,
        });
        return thread.Run(() =>
        {
            using var loop = new TrainingLoop(_run, _set, _surroundings);
            return loop.Run(stop, progress, cancellationToken);
        });
    }
}

/// <summary>Where a training stands.</summary>
/// <param name="Iteration">Iterations done.</param>
/// <param name="Total">Where it will stop, or null when it stops by time.</param>
/// <param name="Elapsed">The time since this start of the run.</param>
/// <param name="DiscriminatorLoss">The discriminator's latest loss, without the penalty.</param>
/// <param name="GeneratorLoss">The generator's latest loss.</param>
/// <param name="Penalty">The latest gradient penalty.</param>
/// <param name="Quality">The mean quality of the latest samples that were judged, or null.</param>
/// <param name="Snapshot">Whether samples were kept just now.</param>
internal sealed record GeneratorProgress(
    long Iteration,
    long? Total,
    TimeSpan Elapsed,
    double DiscriminatorLoss,
    double GeneratorLoss,
    double Penalty,
    double? Quality,
    bool Snapshot);

/// <summary>How a training ended.</summary>
/// <param name="Iteration">Iterations since the run was started.</param>
/// <param name="Steps">Iterations since it was started or resumed the last time.</param>
/// <param name="Elapsed">The time that these took, everything included.</param>
/// <param name="Judging">Of that, the time spent on judging samples for the discriminator's weights.</param>
/// <param name="Observing">Of that, the time spent on snapshots, checkpoints and the live quality.</param>
/// <param name="Weighted">The share of judged samples that were weak; null when none were judged.</param>
/// <param name="Quality">The last live quality, or null.</param>
internal sealed record GeneratorResult(long Iteration, long Steps, TimeSpan Elapsed, TimeSpan Judging, TimeSpan Observing, double? Weighted, double? Quality)
{
    /// <summary>By what factor judging slowed the training itself.</summary>
    public double JudgingFactor => (Elapsed - Observing - Judging) is { Ticks: > 0 } rest ? 1 + (Judging / rest) : 1;
}
