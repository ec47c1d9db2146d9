using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Giqa.Features;
using Giqa.Images;
using Giqa.Models;
using Giqa.Training.Data;
using Giqa.Training.Torch;

namespace Giqa.Training.Scorers;

/// <summary>
/// Trains a learned scorer: MBC-GIQA, its baselines IR and BC on a generator's snapshots, RankIQA on degraded reals. The result is
/// a model like any other, with the network inside as ONNX.
/// </summary>
/// <remarks>One training at a time on one <see cref="TrainingThread"/>. The same inputs, options and threads give the same weights.</remarks>
public sealed class ScorerTraining
{
    /// <summary>The largest side of images that count as small.</summary>
    internal const int SmallSide = 64;

    private const int LargeSide = 192;
    private const int ComparedExamples = 64;
    private const double FairOrder = .55;

    private readonly TrainingThread _thread;
    private readonly ScorerTrainingOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Prepares a training.</summary>
    /// <param name="thread">Where tensors live; sets threads, device and precision.</param>
    /// <param name="options">What is trained, and how.</param>
    /// <param name="time">The clock behind the curves' seconds.</param>
    public ScorerTraining(TrainingThread thread, ScorerTrainingOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(thread);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        (_thread, _options, _time) = (thread, options, time);
    }

    /// <summary>A file that keeps the training's state after each epoch.</summary>
    /// <value>Default null: none.</value>
    public string? CheckpointPath { get; init; }

    /// <summary>Resume from <see cref="CheckpointPath"/> if there is such a file.</summary>
    /// <value>Default false.</value>
    public bool Resume { get; init; }

    /// <summary>Trains.</summary>
    /// <param name="inputs">The images; not disposed of.</param>
    /// <param name="progress">Reported for images read, steps and epochs; may be null.</param>
    /// <param name="cancellationToken">Checked per step; a checkpoint of the last whole epoch stays.</param>
    /// <exception cref="GiqaException">There is too little to learn from, or training diverged.</exception>
    public ScorerTrainingResult Run(ScorerInputs inputs, IProgress<ScorerTrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var side = _options.Side ?? SideOf(inputs);
        var architecture = _options.Network ?? (side <= SmallSide ? ScorerArchitecture.VggSmall : ScorerArchitecture.Vgg19);
        if (side < ScorerNetwork.SmallestSide(architecture))
        {
            throw new GiqaException($"{ScorerNetwork.NameOf(architecture)} needs images of at least {ScorerNetwork.SmallestSide(architecture)} pixels per side, but these have {side}: give a larger size");
        }

        var data = ScorerData.Load(inputs, _options, side, _thread.Options.Threads, progress, cancellationToken);
        double[] thresholds = _options.Method == FitMethod.Mbc ? QuantileThresholds.Choose(data.GeneratedLabels, _options.Classifiers) : [];
        var checkpoint = CheckpointPath is null ? null : new ScorerCheckpoint(CheckpointPath, Identify(data, architecture, side), _thread.Options.Device);
        return _thread.Run(() =>
        {
            using var scope = new TensorScope();
            using var trainer = new ScorerTrainer(_options, _thread.Options, data, ObjectiveFor(thresholds), (architecture, side));
            trainer.Run(checkpoint, Resume, _time, progress, cancellationToken);
            return Finish(trainer, data, thresholds, inputs.Decoding, cancellationToken);
        });
    }

    /// <summary>Removes the checkpoint, when the model has been written.</summary>
    public void DeleteCheckpoint()
    {
        if (CheckpointPath is not null)
        {
            File.Delete(CheckpointPath);
        }
    }

    private static int SideOf(ScorerInputs inputs)
    {
        for (var index = 0; index < inputs.Reals.Count; index++)
        {
            try
            {
                var image = inputs.Reals.Read(index).Decode(inputs.Decoding);
                var side = Math.Max(image.Width, image.Height);
                return side <= SmallSide ? Math.Max(side, ScorerNetwork.SmallestSide(ScorerArchitecture.VggSmall)) : LargeSide;
            }
            catch (ImageException) when (index < inputs.Reals.Count - 1)
            {
                // Try the next one; what is wrong with this one is listed when all are read.
            }
        }

        throw new GiqaException("there are no real images");
    }

    private int SoundnessClassifiers => _options is { DegradedShare: > 0, Method: not FitMethod.Rank } ? SoundnessObjective.Classifiers : 0;

    private IScorerObjective ObjectiveFor(double[] thresholds) => SoundnessClassifiers > 0 ? new SoundnessObjective(OwnObjectiveFor(thresholds)) : OwnObjectiveFor(thresholds);

    private IScorerObjective OwnObjectiveFor(double[] thresholds) => _options.Method switch
    {
        FitMethod.Mbc => new MbcObjective(thresholds),
        FitMethod.Ir => new IrObjective(),
        FitMethod.Bc => new BcObjective(),
        _ => new RankObjective(DegradedImages.Levels, _options.Margin),
    };

    private ScorerTrainingResult Finish(ScorerTrainer trainer, ScorerData data, double[] thresholds, DecodeOptions decoding, CancellationToken cancellationToken)
    {
        var best = trainer.Best;
        var preprocessing = best.Preprocessing with { Alpha = decoding.Alpha, ApplyOrientation = decoding.ApplyOrientation };
        var network = EmbeddedBackbone.Create(best.Name, NetworkToOnnx.Convert(best), best.Outputs, preprocessing);
        using var extractor = new FeatureExtractor(network);
        var report = new TrainingReport
        {
            Network = best.Name,
            MaximumGenerated = _options.MaximumGenerated,
            Thresholds = thresholds,
            SoundnessClassifiers = SoundnessClassifiers,
            Iterations = data.Iterations,
            GeneratedImages = data.GeneratedLabels.Length,
            RealImages = data.Reals.Training.Length,
            ValidationImages = data.Validation.Count * data.Validation.ImagesPerExample,
            Epochs = trainer.Curve.Count,
            BestEpoch = trainer.BestEpoch.Epoch,
            ValidationLoss = trainer.BestEpoch.ValidationLoss,
        };
        var model = LearnedModel.Create(network, Outputs(extractor, data), new FitOptions { Method = _options.Method, Seed = _options.Seed, Sources = _options.Sources }, report, data.Reals.HeldOut.Select(data.Reals.Shelf.Get));
        return new ScorerTrainingResult
        {
            Model = model,
            Curve = [.. trainer.Curve],
            Skipped = data.Skipped,
            Warnings = [.. model.Report.Warnings, .. Warnings(trainer.BestEpoch, thresholds, data)],
            LargestOutputDifference = Compare(trainer, data.Validation, extractor, cancellationToken),
        };
    }

    /// <summary>The outputs of the network in the model for the reals that it was not trained on.</summary>
    private static FeatureSet Outputs(FeatureExtractor extractor, ScorerData data)
    {
        var (shelf, heldOut) = (data.Reals.Shelf, data.Reals.HeldOut);
        float[] values = [.. heldOut.SelectMany(index => extractor.Extract(shelf.Get(index)))];
        FeatureItem[] items = [.. heldOut.Select(index => new FeatureItem(index.ToString(CultureInfo.InvariantCulture)))];
        return new FeatureSet(new FeatureMatrix(heldOut.Length, extractor.Backbone.FeatureCount, values), items, extractor.Backbone.Fingerprint, extractor.Backbone.Name);
    }

    private static double Compare(ScorerTrainer trainer, ExampleSet validation, FeatureExtractor extractor, CancellationToken cancellationToken)
    {
        var trained = trainer.OutputsOfBest(ComparedExamples, cancellationToken);
        var written = Enumerable.Range(0, Math.Min(ComparedExamples, validation.Count))
            .SelectMany(example => ScorerValidation.Picture(validation, example))
            .SelectMany(extractor.Extract);
        return trained.Zip(written).Max(pair => Math.Abs((double)pair.First - pair.Second) / Math.Max(1, Math.Abs(pair.First)));
    }

    private IEnumerable<string> Warnings(ScorerEpoch best, double[] thresholds, ScorerData data)
    {
        if (!(best.ValidationOrder >= FairOrder))
        {
            yield return FormattableString.Invariant($"The scorer orders {best.ValidationOrder:P0} of unseen pairs rightly, which is hardly better than chance: look at the curves, and try more epochs, more images or another learning rate.");
        }

        if (_options.Method == FitMethod.Mbc && thresholds.Length < _options.Classifiers)
        {
            yield return $"{data.Iterations.Count} iterations allow only {thresholds.Length} different classifiers, but {_options.Classifiers} were requested: snapshots of more iterations would allow more.";
        }

        if (data.GeneratedLabels.Length > 0 && data.Reals.Training.Length > 4 * data.GeneratedLabels.Length)
        {
            yield return $"{data.Reals.Training.Length} real images are compared with {data.GeneratedLabels.Length} generated ones: a range of the reals (INPUT:0..N) would balance them.";
        }
    }

    /// <summary>Changes with everything that affects the course of training.</summary>
    private string Identify(ScorerData data, ScorerArchitecture architecture, int side)
    {
        var text = new StringBuilder(JsonSerializer.Serialize(_options with { Sources = [] }, ScorerTrainingJson.Default.ScorerTrainingOptions));
        _ = text.Append(CultureInfo.InvariantCulture, $" cosine {architecture} {side} {_thread.Options.MixedPrecision} {data.Training.Count} {data.Validation.Count} {data.Reals.Training.Length}");
        _ = text.AppendJoin(' ', data.Iterations);
        _ = text.AppendJoin(' ', data.GeneratedLabels.Select(label => label.ToString("R", CultureInfo.InvariantCulture)));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}

/// <summary>The progress of training.</summary>
/// <param name="Stage">The current stage: reading, training or validating.</param>
/// <param name="Done">Images or steps done.</param>
/// <param name="Total">Images or steps in all, of this epoch.</param>
/// <param name="Epoch">The epoch, from 1; 0 while images are read.</param>
/// <param name="Loss">The mean loss of the epoch so far, or null.</param>
/// <param name="Finished">An epoch that has just ended, or null.</param>
public sealed record ScorerTrainingProgress(string Stage, int Done, int Total, int Epoch = 0, double? Loss = null, ScorerEpoch? Finished = null);

/// <summary>The result of training.</summary>
public sealed record ScorerTrainingResult
{
    /// <summary>The scorer, calibrated; it needs no libtorch.</summary>
    public required QualityModel Model { get; init; }

    /// <summary>One point per epoch.</summary>
    public required IReadOnlyList<ScorerEpoch> Curve { get; init; }

    /// <summary>Images that could not be read.</summary>
    public required IReadOnlyList<UnreadableImage> Skipped { get; init; }

    /// <summary>What a reader of the scores should know, in plain sentences; often empty.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The largest difference between the trained network's outputs and those of the ONNX network in the model, over some validation images.</summary>
    public required double LargestOutputDifference { get; init; }
}
