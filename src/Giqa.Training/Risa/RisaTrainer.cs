using System.Globalization;
using System.Text.Json;
using Giqa.Training.Checkpoints;
using Giqa.Training.Optimization;
using Giqa.Training.Torch;

namespace Giqa.Training.Risa;

/// <summary>The epochs of one training. Lives on the training thread.</summary>
internal sealed class RisaTrainer : IDisposable
{
    private readonly RisaOptions _options;
    private readonly TorchOptions _torch;
    private readonly RisaBatches _batches;
    private readonly IReadOnlyList<int> _validation;
    private readonly RisaObjective _objective;
    private readonly RisaNetwork _network;
    private readonly Adam _adam;
    private readonly List<RisaEpoch> _curve = [];

    internal RisaTrainer(RisaImages images, RisaBatches batches, IReadOnlyList<int> validation, RisaObjective objective, RisaOptions options, TorchOptions torch)
    {
        (_batches, _validation, _objective, _options, _torch) = (batches, validation, objective, options, torch);
        RandomState.Seed(options.Seed);
        _network = new RisaNetwork(images.Side, options.Width, objective.Outputs, !options.FreeHead);
        Best = new RisaNetwork(images.Side, options.Width, objective.Outputs, !options.FreeHead);
        _network.MoveTo(torch.Device);
        Best.MoveTo(torch.Device);
        _adam = new Adam(_network.Parameters(), new AdamOptions { LearningRate = options.LearningRate });
    }

    /// <summary>The network of the epoch with the least validation loss.</summary>
    internal RisaNetwork Best { get; }

    internal RisaEpoch BestEpoch => _curve.MinBy(epoch => epoch.ValidationLoss)!;

    internal IReadOnlyList<RisaEpoch> Curve => _curve;

    public void Dispose()
    {
        _adam.Dispose();
        _network.Dispose();
        Best.Dispose();
    }

    /// <summary>Trains to the end, from a checkpoint if there is one.</summary>
    internal void Run(string? checkpoint, string identity, bool resume, TimeProvider time, IProgress<RisaProgress>? progress, CancellationToken cancellationToken)
    {
        if (resume && checkpoint is not null && File.Exists(checkpoint))
        {
            Restore(checkpoint, identity);
        }

        while (_curve.Count < _options.Epochs && (_curve.Count == 0 || _curve.Count - BestEpoch.Epoch < _options.Patience))
        {
            var start = time.GetTimestamp();
            var losses = RunEpoch(_curve.Count, progress, cancellationToken);
            var seen = RisaValidation.Of(_network, _objective, _batches, _validation, _options, _torch.Device, cancellationToken);
            if (!double.IsFinite(seen.Loss + losses.Sum()))
            {
                throw new GiqaException($"the training has diverged: in epoch {_curve.Count + 1} the losses are no longer numbers; start again with a lower --learning-rate");
            }

            _curve.Add(new RisaEpoch(_curve.Count + 1, losses[0], losses[1], losses[2], seen.Loss, seen.Order, seen.Reference, seen.Self, time.GetElapsedTime(start).TotalSeconds));
            if (BestEpoch == _curve[^1])
            {
                Best.CopyFrom(_network);
            }

            progress?.Report(new RisaProgress(_curve.Count, _options.StepsPerEpoch, _options.StepsPerEpoch, losses.Sum(), _curve[^1]));
            if (checkpoint is not null)
            {
                Keep(checkpoint, identity);
            }
        }

        Best.Train(false);
    }

    private double[] RunEpoch(int epoch, IProgress<RisaProgress>? progress, CancellationToken cancellationToken)
    {
        var sums = new double[3];
        for (var step = 0; step < _options.StepsPerEpoch; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var number = ((long)epoch * _options.StepsPerEpoch) + step;
            _adam.LearningRate = LearningRateSchedule.Cosine(_options.LearningRate, number, (long)_options.Epochs * _options.StepsPerEpoch);
            var losses = RunStep(number);
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += losses[i];
            }

            progress?.Report(new RisaProgress(epoch + 1, step + 1, _options.StepsPerEpoch, sums.Sum() / (step + 1)));
        }

        return Array.ConvertAll(sums, sum => sum / _options.StepsPerEpoch);
    }

    private double[] RunStep(long number)
    {
        using var scope = new TensorScope();
        var examples = _batches.Draw(number, out var random);
        var numbers = Array.ConvertAll(examples, _batches.ReferenceOf);
        var count = examples.Length;
        List<Tensor> inputs = [_batches.References(numbers, null), _batches.Generated(examples, random)];
        if (_options.UpperBound > 0)
        {
            inputs.Add(_batches.References(numbers, random));
        }

        _adam.ZeroGrad();
        var styles = _network.Extractor.Forward(Tensor.Concatenate([.. inputs]).To(_torch.Device), _torch.MixedPrecision);
        var (references, images) = (styles.Narrow(0, 0, count), styles.Narrow(0, count, count));
        int[] good = [.. Enumerable.Range(0, count).Where(row => examples[row].IsGood)];
        var supervision = _options.Supervision > 0 ? _objective.Supervision(_network.Compare(references, images), [.. examples.Select(example => example.Label)]) : null;
        var contrast = _options.Contrast > 0 ? RisaObjective.Contrast(_network, references, images, numbers, good) : null;
        var upperBound = _options.UpperBound > 0
            ? (_objective.UpperBound(_network.Compare(references, styles.Narrow(0, 2 * count, count))) + _objective.UpperBound(_network.Compare(references, references))) * .5
            : null;
        Descend((supervision, _options.Supervision), (contrast, _options.Contrast), (upperBound, _options.UpperBound));
        return [supervision?.Item() ?? 0, contrast?.Item() ?? 0, upperBound?.Item() ?? 0];
    }

    /// <summary>One step on the weighted sum of the available terms.</summary>
    private void Descend(params ReadOnlySpan<(Tensor? Term, double Weight)> terms)
    {
        Tensor? loss = null;
        foreach (var (term, weight) in terms)
        {
            if (term is not null)
            {
                loss = loss is null ? term * weight : loss + (term * weight);
            }
        }

        // A batch without a good image has no contrast term, so there is nothing to learn if that is the only one.
        if (loss is not null)
        {
            loss.Backward();
            _adam.Step();
        }
    }

    private void Keep(string path, string identity) => State().Save(path, new Dictionary<string, string>
    {
        ["identity"] = identity,
        ["curve"] = JsonSerializer.Serialize([.. _curve], RisaJson.Default.RisaEpochArray),
        ["epochs"] = _curve.Count.ToString(CultureInfo.InvariantCulture),
    });

    private void Restore(string path, string identity)
    {
        var metadata = State().Restore(path);
        if (metadata.GetValueOrDefault("identity") != identity)
        {
            throw new ModelFileException($"{path} is from a training with different images or settings: resume with the same ones, or omit --resume");
        }

        _curve.AddRange(JsonSerializer.Deserialize(metadata["curve"], RisaJson.Default.RisaEpochArray) ?? []);
    }

    private TrainingState State() => new TrainingState(_torch.Device).Add("network", _network).Add("best", Best).Add("adam", _adam);
}

/// <summary>One epoch: a point of the curves.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="Supervision">The mean loss of the weak supervision.</param>
/// <param name="Contrast">The mean contrastive loss.</param>
/// <param name="UpperBound">The mean loss of the upper bound.</param>
/// <param name="ValidationLoss">Supervision and contrast, weighted, on held-out pairs.</param>
/// <param name="OrderAccuracy">Of held-out images of one pair whose labels differ by 0.2 or more, the share ordered correctly.</param>
/// <param name="ReferenceAccuracy">Of held-out good images, the share that scores higher with its own reference than with another.</param>
/// <param name="SelfScore">The mean score of held-out references with a mirrored or shifted version of themselves, and with themselves.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record RisaEpoch(int Epoch, double Supervision, double Contrast, double UpperBound, double ValidationLoss, double OrderAccuracy, double ReferenceAccuracy, double SelfScore, double Seconds);

/// <summary>The progress of training.</summary>
/// <param name="Epoch">The current epoch, from 1.</param>
/// <param name="Step">Steps done in it.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Loss">The mean loss of the epoch so far.</param>
/// <param name="Finished">The epoch that has just ended, or null.</param>
internal sealed record RisaProgress(int Epoch, int Step, int Steps, double Loss, RisaEpoch? Finished = null);
