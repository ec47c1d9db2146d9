using System.Globalization;
using Giqa.Training.Generators;
using Giqa.Training.Torch;

namespace Giqa.Training.Styles;

/// <summary>Trains a reference-guided generator, from the start or from where it was stopped or killed.</summary>
/// <remarks>
/// On the CPU, with the same number of threads, a run that was stopped and resumed ends with the same weights as an uninterrupted one: every
/// random number is derived from the run's seed and the iteration, and everything else is in the checkpoint.
/// </remarks>
internal sealed class StyleTraining
{
    private const string IterationKey = "iteration";
    private const int LogEvery = 20;

    private readonly StyleRunFolder _run;
    private readonly StyleDomains _domains;

    /// <summary>Prepares a training.</summary>
    /// <param name="run">Its folder.</param>
    /// <param name="domains">The images that it was started with.</param>
    /// <exception cref="GiqaException">The images are different ones.</exception>
    public StyleTraining(StyleRunFolder run, StyleDomains domains)
    {
        if (domains.Checksum != run.Configuration.Checksum)
        {
            throw new GiqaException($"the training images are not those that {run.Folder} was started with (checksum {domains.Checksum}, not {run.Configuration.Checksum}): give the same images, or start a new run");
        }

        (_run, _domains) = (run, domains);
    }

    /// <summary>Trains until a rule says to stop.</summary>
    /// <param name="torch">Threads and device; seed and precision are the run's.</param>
    /// <param name="stop">When to stop.</param>
    /// <param name="time">The clock.</param>
    /// <param name="progress">Called after every iteration, on the training thread.</param>
    /// <param name="cancellationToken">Stops after the current iteration; a checkpoint is written first.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; the checkpoint is written.</exception>
    /// <exception cref="GiqaException">The folder cannot be written to, or the losses are no longer numbers.</exception>
    /// <exception cref="NativeLibraryException">libtorch is missing; the message names the command that installs it.</exception>
    public StyleResult Run(TorchOptions torch, StopRule stop, TimeProvider time, IProgress<StyleProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var options = _run.Configuration.Options;
        using var thread = new TrainingThread(torch with { Seed = options.Seed, MixedPrecision = options.MixedPrecision });
        return thread.Run(() =>
        {
            using var scope = new TensorScope();
            RandomState.Seed(options.Seed);
            using var players = StylePlayers.Create(options, _domains.Domains.Length, torch.Device);
            return Run(players, torch.Device, stop, time, progress, cancellationToken);
        });
    }

    private StyleResult Run(StylePlayers players, string device, StopRule stop, TimeProvider time, IProgress<StyleProgress>? progress, CancellationToken cancellationToken)
    {
        var (start, options) = (time.GetTimestamp(), _run.Configuration.Options);
        var snapshots = new StyleSnapshots(_domains, _run);
        var first = File.Exists(_run.Checkpoint) ? long.Parse(players.State().Restore(_run.Checkpoint)[IterationKey], CultureInfo.InvariantCulture) : 0;
        var (iteration, grid) = (first, first == 0 ? snapshots.Write(players, 0, device) : string.Empty);
        while (!stop.IsMet(iteration, time.GetElapsedTime(start)) && !cancellationToken.IsCancellationRequested)
        {
            double[] losses;
            using (new TensorScope())
            {
                losses = players.Step(StyleBatch.Draw(_domains, options, iteration, device), iteration);
            }

            iteration++;
            RequireNumbers(losses, iteration);
            var isSnapshot = options.Snapshots.Includes(iteration) || stop.IsMet(iteration, time.GetElapsedTime(start));
            grid = isSnapshot ? snapshots.Write(players, iteration, device) : grid;
            if (isSnapshot || iteration % options.CheckpointEvery == 0)
            {
                Save(players, iteration);
            }

            Report(players, losses, iteration, isSnapshot, stop, time.GetElapsedTime(start), progress);
        }

        Save(players, iteration);
        cancellationToken.ThrowIfCancellationRequested();
        return new StyleResult(iteration, iteration - first, time.GetElapsedTime(start), snapshots.Count, grid);
    }

    private void Save(StylePlayers players, long iteration) =>
        players.State().Save(_run.Checkpoint, new Dictionary<string, string> { [IterationKey] = iteration.ToString(CultureInfo.InvariantCulture) });

    private void Report(StylePlayers players, double[] losses, long iteration, bool isSnapshot, StopRule stop, TimeSpan elapsed, IProgress<StyleProgress>? progress)
    {
        if (isSnapshot || iteration % LogEvery == 0)
        {
            var header = File.Exists(_run.Log) ? string.Empty : $"iteration,{string.Join(',', players.LossNames)}\n";
            var values = losses.Select(loss => loss.ToString("G6", CultureInfo.InvariantCulture));
            File.AppendAllText(_run.Log, $"{header}{iteration.ToString(CultureInfo.InvariantCulture)},{string.Join(',', values)}\n");
        }

        var named = players.LossNames.Zip(losses, (name, loss) => new KeyValuePair<string, double>(name, loss));
        progress?.Report(new StyleProgress(iteration, stop.Iterations, elapsed, [.. named], isSnapshot));
    }

    private static void RequireNumbers(double[] losses, long iteration)
    {
        if (!double.IsFinite(losses.Sum()))
        {
            throw new GiqaException($"the training has diverged: after {iteration} iterations the losses are no longer numbers; start again with a lower --learning-rate");
        }
    }
}

/// <summary>The progress of a training.</summary>
/// <param name="Iteration">Iterations done.</param>
/// <param name="Total">The iteration at which it will stop, or null if it stops by time.</param>
/// <param name="Elapsed">The time since this start of the run.</param>
/// <param name="Losses">The latest losses, by name.</param>
/// <param name="Snapshot">Whether images were kept just now.</param>
internal sealed record StyleProgress(long Iteration, long? Total, TimeSpan Elapsed, IReadOnlyList<KeyValuePair<string, double>> Losses, bool Snapshot);

/// <summary>How a training ended.</summary>
/// <param name="Iteration">Iterations since the run was started.</param>
/// <param name="Steps">Iterations since it was started or resumed the last time.</param>
/// <param name="Elapsed">The time that these took.</param>
/// <param name="Pairs">(source, reference) pairs in each snapshot.</param>
/// <param name="Grid">The picture of the last snapshot: sources above, references at the left.</param>
internal sealed record StyleResult(long Iteration, long Steps, TimeSpan Elapsed, int Pairs, string Grid);
