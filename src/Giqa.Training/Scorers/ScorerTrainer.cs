using Giqa.Models;
using Giqa.Numerics;
using Giqa.Training.Data;
using Giqa.Training.Modules;
using Giqa.Training.Optimization;
using Giqa.Training.Torch;

namespace Giqa.Training.Scorers;

/// <summary>The loop: epochs of steps, validation, early stopping, checkpoints. Runs on the training thread.</summary>
internal sealed class ScorerTrainer : IDisposable
{
    private readonly ScorerTrainingOptions _options;
    private readonly TorchOptions _torch;
    private readonly ExampleSet _examples;
    private readonly IScorerObjective _objective;
    private readonly ScorerValidation _validation;
    private readonly ScorerNetwork _network;
    private readonly Sgd _optimizer;
    private readonly List<ScorerEpoch> _curve = [];
    private readonly Augmentation _augmentation;
    private readonly int _perBatch;

    internal ScorerTrainer(ScorerTrainingOptions options, TorchOptions torch, ScorerData data, IScorerObjective objective, (ScorerArchitecture Architecture, int Side) network)
    {
        (_options, _torch, _examples, _objective) = (options, torch, data.Training, objective);
        _validation = new ScorerValidation(data.Validation, objective, new LearnedScorer(options.Method, objective.Outputs, objective is SoundnessObjective ? SoundnessObjective.Classifiers : 0), torch.Threads);
        RandomState.Seed(options.Seed);
        _network = ScorerNetwork.Create(network.Architecture, network.Side, objective.Outputs);
        Best = ScorerNetwork.Create(network.Architecture, network.Side, objective.Outputs);
        if (torch.Device != "cpu")
        {
            _network.Layers.MoveTo(torch.Device);
            Best.Layers.MoveTo(torch.Device);
        }

        if (torch.MixedPrecision)
        {
            _network.Layers.UseChannelsLast();
        }

        _optimizer = new Sgd(_network.Layers.Parameters(), new SgdOptions { LearningRate = options.LearningRate, Momentum = options.Momentum, WeightDecay = options.WeightDecay });
        _augmentation = options.AugmentationFor(network.Side);
        _perBatch = Math.Max(1, options.BatchSize / _examples.ImagesPerExample);
    }

    /// <summary>The network of the best epoch so far.</summary>
    internal ScorerNetwork Best { get; }

    internal IReadOnlyList<ScorerEpoch> Curve => _curve;

    internal ScorerEpoch BestEpoch => _curve.MinBy(epoch => epoch.ValidationLoss)!;

    private int StepsPerEpoch => Math.Max(1, _examples.Count / _perBatch);

    internal void Run(ScorerCheckpoint? checkpoint, bool resume, TimeProvider time, IProgress<ScorerTrainingProgress>? progress, CancellationToken cancellationToken)
    {
        if (resume && checkpoint is { Exists: true })
        {
            _curve.AddRange(checkpoint.Restore(_network, Best, _optimizer));
        }

        while (_curve.Count < _options.Epochs && !HasSettled())
        {
            var started = time.GetTimestamp();
            var loss = TrainEpoch(_curve.Count, progress, cancellationToken);
            progress?.Report(new ScorerTrainingProgress("validating", 0, 0, _curve.Count + 1));
            var (outputs, labels, validationLoss) = _validation.Run(_network, _torch.Device, cancellationToken);
            RequireFinite(loss, validationLoss);
            _curve.Add(new ScorerEpoch(_curve.Count + 1, loss, validationLoss, _validation.Order(outputs, labels), _optimizer.LearningRate, time.GetElapsedTime(started).TotalSeconds));
            if (BestEpoch == _curve[^1])
            {
                Best.Layers.CopyFrom(_network.Layers);
            }

            checkpoint?.Save(_network, Best, _optimizer, _curve);
            progress?.Report(new ScorerTrainingProgress("training", 0, 0, _curve.Count, loss, _curve[^1]));
        }
    }

    /// <summary>The outputs of the best network for the first validation examples.</summary>
    internal float[] OutputsOfBest(int examples, CancellationToken cancellationToken) => _validation.Run(Best, _torch.Device, cancellationToken, examples).Outputs;

    public void Dispose()
    {
        _optimizer.Dispose();
        _network.Dispose();
        Best.Dispose();
    }

    private bool HasSettled() => _curve.Count > 0 && _curve.Count - BestEpoch.Epoch >= _options.EffectivePatience;

    private double TrainEpoch(int epoch, IProgress<ScorerTrainingProgress>? progress, CancellationToken cancellationToken)
    {
        _network.Layers.Train();
        var order = new SeededRandom(SeedOf(epoch, 0)).Permutation(_examples.Count);
        var sum = 0.0;
        for (var step = 0; step < StepsPerEpoch; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _optimizer.LearningRate = LearningRateSchedule.Cosine(_options.LearningRate, ((long)epoch * StepsPerEpoch) + step, (long)_options.Epochs * StepsPerEpoch);
            var numbers = order.AsSpan(step * _perBatch, Math.Min(_perBatch, order.Length - (step * _perBatch))).ToArray();
            sum += Step(ScorerBatch.Read(_examples, numbers, _augmentation, _objective, number => SeedOf(epoch, number + 1), _torch.Threads));
            progress?.Report(new ScorerTrainingProgress("training", step + 1, StepsPerEpoch, epoch + 1, sum / (step + 1)));
        }

        return sum / StepsPerEpoch;
    }

    private double Step(ScorerBatch batch)
    {
        using var scope = new TensorScope();
        var images = batch.Images(_torch.Device);
        _optimizer.ZeroGrad();
        Tensor outputs;
        using (new Autocast(_torch.MixedPrecision, _torch.Device))
        {
            outputs = _network.Forward(_torch.MixedPrecision ? TensorLayout.ChannelsLast(images) : images);
        }

        var loss = _objective.Loss(outputs.To(ElementType.Float32), batch.Targets(_torch.Device));
        loss.Backward();
        _optimizer.Step();
        return loss.Item();
    }

    /// <summary>A seed for everything random: all are different, and none depends on earlier draws.</summary>
    private ulong SeedOf(int epoch, int number) => Seeds.Of(Seeds.Of(_options.Seed, epoch), number);

    private void RequireFinite(double loss, double validationLoss)
    {
        if (!double.IsFinite(loss) || !double.IsFinite(validationLoss))
        {
            throw new GiqaException($"training diverged in epoch {_curve.Count + 1} (loss {loss}, on unseen images {validationLoss}): try a lower learning rate than {_options.LearningRate}");
        }
    }
}
