namespace Giqa.Training.Generators;

/// <summary>The iterations of one start or resumption. Lives on the training's thread.</summary>
internal sealed class TrainingLoop : IDisposable
{
    private readonly GeneratorRun _run;
    private readonly string _device;
    private readonly TimeProvider _time;
    private readonly GeneratorPlayers _players;
    private readonly OhemSampling? _weighing;
    private readonly TrainingStep _step;
    private readonly RunRecorder _recorder;
    private readonly long _start;
    private long _iteration;

    internal TrainingLoop(GeneratorRun run, TrainingSet set, GeneratorContext surroundings)
    {
        var (configuration, device) = (run.Configuration, surroundings.Device);
        _device = device;
        var sources = SnapshotSources.Choose(set, configuration);
        (_run, _time) = (run, surroundings.Time);
        _start = _time.GetTimestamp();
        _players = new GeneratorPlayers(configuration.Shape, configuration.Options, device);
        _weighing = configuration.Weighting is { } rule ? new OhemSampling(surroundings.Ohem!, rule, configuration.Shape, _time, device) : null;
        var batches = new TrainingBatches(set, configuration, sources.Trained, device);
        _step = new TrainingStep(_players, configuration, batches, _weighing, device);
        _iteration = File.Exists(run.Checkpoint) ? GeneratorCheckpoint.Load(run.Checkpoint, _players, device) : 0;
        _recorder = new RunRecorder(run, sources, surroundings, _iteration);
    }

    internal GeneratorResult Run(StopRule stop, IProgress<GeneratorProgress>? progress, CancellationToken cancellationToken)
    {
        var (first, losses) = (_iteration, default(StepLosses));
        if (first == 0)
        {
            Observe(losses, stop, isLast: false, progress);
        }

        // An iteration and what is kept of it are never broken off: whatever checkpoint there is, is of a whole number of them.
        while (!stop.IsMet(_iteration, Elapsed) && !cancellationToken.IsCancellationRequested)
        {
            losses = _step.Run(_iteration);
            _iteration++;
            RequireNumbers(losses);
            Observe(losses, stop, stop.IsMet(_iteration, Elapsed), progress);
        }

        Save();
        cancellationToken.ThrowIfCancellationRequested();
        return new GeneratorResult(_iteration, _iteration - first, Elapsed, _weighing?.Cost ?? TimeSpan.Zero, _recorder.Cost, _weighing?.WeakShare, _recorder.Quality);
    }

    private TimeSpan Elapsed => _time.GetElapsedTime(_start);

    private void Save() => GeneratorCheckpoint.Save(_run.Checkpoint, _players, _device, _iteration);

    public void Dispose() => _players.Dispose();

    /// <summary>Keeps, judges, logs and reports what is due after an iteration.</summary>
    private void Observe(StepLosses losses, StopRule stop, bool isLast, IProgress<GeneratorProgress>? progress)
    {
        var options = _run.Configuration.Options;
        var isSnapshot = isLast || options.Snapshots.Includes(_iteration);
        if (isSnapshot || _recorder.IsJudgementDue(_iteration))
        {
            _recorder.Observe(_players.Weights(_run.Configuration.Shape, _iteration), isSnapshot);
        }

        var report = new GeneratorProgress(_iteration, stop.Iterations, Elapsed, losses.Discriminator, losses.Generator, losses.Penalty, _recorder.Quality, isSnapshot);
        _recorder.Log(report);
        progress?.Report(report);
        if (_iteration > 0 && _iteration % options.CheckpointEvery == 0)
        {
            _recorder.Measure(Save);
        }
    }

    private void RequireNumbers(StepLosses losses)
    {
        if (!double.IsFinite(losses.Discriminator + losses.Generator + losses.Penalty))
        {
            throw new GiqaException($"the training has diverged: after {_iteration} iterations the losses are no longer numbers; start again with a lower --learning-rate, or a higher --penalty");
        }
    }
}
