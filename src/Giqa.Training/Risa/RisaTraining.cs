using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Giqa.Features;
using Giqa.Images;
using Giqa.Images.Snapshots;
using Giqa.Models;
using Giqa.Numerics;
using Giqa.Training.Torch;

namespace Giqa.Training.Risa;

/// <summary>
/// Trains a RISA scorer on the snapshots of a reference-guided generator, without human labels: iterations up to the elbow of FID and
/// blends after it give the labels; weak supervision, contrast between references and an upper bound give the loss.
/// </summary>
/// <remarks>One training at a time on one <see cref="TrainingThread"/>. The same images, options and threads give the same weights.</remarks>
internal sealed class RisaTraining
{
    private const int FewPairs = 8;
    private const double FairShare = .6;

    private readonly TrainingThread _thread;
    private readonly RisaOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Prepares a training.</summary>
    /// <param name="thread">Where tensors live; sets threads, device and precision.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="time">The clock behind the curves' seconds.</param>
    public RisaTraining(TrainingThread thread, RisaOptions options, TimeProvider time)
    {
        (_thread, _options, _time) = (thread, options, time);
    }

    /// <summary>A file that keeps the training's state after each epoch.</summary>
    /// <value>Default null: none.</value>
    public string? CheckpointPath { get; init; }

    /// <summary>Resume from <see cref="CheckpointPath"/> if there is such a file.</summary>
    /// <value>Default false.</value>
    public bool Resume { get; init; }

    /// <summary>Trains.</summary>
    /// <param name="run">The generator's folder or archive, in which the references are looked up.</param>
    /// <param name="snapshots">What is in it; the manifest must list references.</param>
    /// <param name="elbow">FID by iteration, and the elbow.</param>
    /// <param name="decoding">How files are decoded.</param>
    /// <param name="progress">Reported after each step, on the training's thread.</param>
    /// <param name="cancellationToken">Ends the training after the step at hand; the last whole epoch is in the checkpoint.</param>
    /// <exception cref="GiqaException">There are too few references or pairs.</exception>
    public RisaResult Run(string run, SnapshotFolder snapshots, ElbowCurve elbow, DecodeOptions decoding, IProgress<RisaProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(run);
        if (_options is { Supervision: 0, Contrast: 0, UpperBound: 0 })
        {
            throw new GiqaException("all three loss terms are off: nothing would be learned");
        }

        var images = RisaImages.Read(run, snapshots, _options.Side, decoding, cancellationToken);
        var labels = new RisaLabels(images.Iterations, elbow.Elbow, _options);
        double[] thresholds = _options.Regression ? [] : labels.Thresholds(_options.Classifiers, _options.UpperBound > 0);
        var (training, validation) = Split(images);
        var batches = new RisaBatches(images, labels, training, _options);
        return _thread.Run(() =>
        {
            using var scope = new TensorScope();
            using var trainer = new RisaTrainer(images, batches, validation, new RisaObjective(thresholds), _options, _thread.Options);
            trainer.Run(CheckpointPath, Identify(images, elbow), Resume, _time, progress, cancellationToken);
            var model = CreateModel(trainer, images, elbow, labels, thresholds, (training, validation));
            return new RisaResult
            {
                Model = model,
                Curve = trainer.Curve,
                Skipped = images.Skipped,
                Warnings = [.. Warnings(model.Training, elbow), .. model.Training.Probe?.Describe() is { } praised ? (string[])[praised] : []],
                LargestDifference = Compare(trainer.Best, model, images, validation),
            };
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

    private PairModel CreateModel(RisaTrainer trainer, RisaImages images, ElbowCurve elbow, RisaLabels labels, double[] thresholds, (int[] Training, int[] Validation) pairs)
    {
        var best = trainer.BestEpoch;
        var report = new PairTrainingReport
        {
            Network = $"style-{images.Side}-{_options.Width}",
            Classifiers = trainer.Best.Outputs,
            IsRegression = _options.Regression,
            Thresholds = thresholds,
            Iterations = images.Iterations,
            FrechetDistances = [.. elbow.Distances.Where(double.IsFinite)],
            Elbow = elbow.ElbowIteration,
            LossWeights = [_options.Supervision, _options.Contrast, _options.UpperBound],
            Interpolates = labels.Interpolates,
            TrainingPairs = pairs.Training.Length,
            ValidationPairs = pairs.Validation.Length,
            Epochs = trainer.Curve.Count,
            BestEpoch = best.Epoch,
            OrderAccuracy = Finite(best.OrderAccuracy),
            ReferenceAccuracy = Finite(best.ReferenceAccuracy),
            SelfScore = best.SelfScore,
        };
        var network = RisaGraph.Write(trainer.Best);
        var model = new PairModel(network, trainer.Best.ToClassifiers(), images.Side, report);
        return new PairModel(network, trainer.Best.ToClassifiers(), images.Side, report with { Probe = ForeignProbe.Run(model, HeldOut(images, pairs.Validation)) });
    }

    /// <summary>The references of held-out pairs, each with the generator's final results for it.</summary>
    private static (RgbImage Reference, IReadOnlyList<RgbImage> Good)[] HeldOut(RisaImages images, int[] validation) =>
    [
        .. validation.Select(number => images.Pairs[number]).GroupBy(pair => pair.Reference).OrderBy(group => group.Key).Select(group => (
            new RgbImage(images.Side, images.Side, images.References[group.Key]),
            (IReadOnlyList<RgbImage>)[.. group.Select(pair => new RgbImage(images.Side, images.Side, pair.Images.Last(image => image is not null)!))])),
    ];

    /// <summary>Whole (source, reference) pairs are held out, with all their iterations.</summary>
    private (int[] Training, int[] Validation) Split(RisaImages images)
    {
        int[] usable = [.. Enumerable.Range(0, images.Pairs.Count).Where(pair => images.Pairs[pair].Images.Count(image => image is not null) > 1)];
        if (usable.Length < 2)
        {
            throw new GiqaException($"{usable.Length} (source, reference) pairs have images of more than one iteration; at least 2 are needed; several hundred would be better");
        }

        var order = new SeededRandom(_options.Seed).Permutation(usable.Length).Select(place => usable[place]).ToArray();
        var held = Math.Clamp((int)Math.Round(_options.HeldOut * order.Length), 1, order.Length - 1);
        return (order[held..], order[..held]);
    }

    private static double Finite(double value) => double.IsFinite(value) ? value : 0;

    private IEnumerable<string> Warnings(PairTrainingReport report, ElbowCurve elbow)
    {
        if (report.TrainingPairs < FewPairs)
        {
            yield return $"Only {report.TrainingPairs} (source, reference) pairs were trained on; several hundred would be better.";
        }

        if (elbow.Elbow == elbow.Iterations.Count - 1 && _options.Interpolate)
        {
            yield return "FID has no elbow before the last iteration: labels depend only on iterations, without interpolation.";
        }

        if (report.OrderAccuracy < FairShare || report.ReferenceAccuracy < FairShare)
        {
            yield return FormattableString.Invariant($"On held-out pairs {report.OrderAccuracy:P0} are ordered rightly and {report.ReferenceAccuracy:P0} prefer their own reference, hardly better than chance: look at the curves, and try more epochs or more pairs.");
        }
    }

    /// <summary>The largest difference between the trained network's scores and those of the model, as a user gets them.</summary>
    private double Compare(RisaNetwork network, PairModel model, RisaImages images, int[] validation)
    {
        const int Compared = 16;
        using var noGrad = new NoGrad();
        using var extractor = new FeatureExtractor(model.Extractor, new ExtractorOptions { Threads = 1 });
        var largest = 0.0;
        foreach (var pair in validation.Take(Compared).Select(number => images.Pairs[number]))
        {
            using var scope = new TensorScope();
            byte[][] pixels = [images.References[pair.Reference], pair.Images.Last(image => image is not null)!];
            var styles = network.Extractor.Forward(Planes(pixels, images.Side).To(_thread.Options.Device), mixedPrecision: false);
            var trained = Op.Sigmoid.Call(network.Compare(styles.Narrow(0, 0, 1), styles.Narrow(0, 1, 1))).Mean().Item();
            var vectors = Array.ConvertAll(pixels, image => extractor.Extract(new RgbImage(images.Side, images.Side, image)));
            largest = Math.Max(largest, Math.Abs(trained - model.Compare(vectors[0], vectors[1])));
        }

        return largest;
    }

    private static Tensor Planes(byte[][] images, int side)
    {
        var area = side * side;
        float[] values = [.. images.SelectMany(image => Enumerable.Range(0, 3 * area).Select(i => (float)image[(3 * (i % area)) + (i / area)]))];
        return Tensor.From(values, images.Length, 3, side, side);
    }

    /// <summary>Changes with everything that affects the course of training.</summary>
    private string Identify(RisaImages images, ElbowCurve elbow)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{JsonSerializer.Serialize(_options, RisaJson.Default.RisaOptions)} {_thread.Options.MixedPrecision} {elbow.Elbow} {string.Join(' ', images.Iterations)}"));
        foreach (var pixels in images.References.Concat(images.Pairs.SelectMany(pair => pair.Images.OfType<byte[]>())))
        {
            hash.AppendData(pixels);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>The result of training.</summary>
internal sealed record RisaResult
{
    /// <summary>The scorer; it needs no libtorch.</summary>
    public required PairModel Model { get; init; }

    /// <summary>One point per epoch.</summary>
    public required IReadOnlyList<RisaEpoch> Curve { get; init; }

    /// <summary>Images that were left out, with the reason.</summary>
    public required IReadOnlyList<string> Skipped { get; init; }

    /// <summary>What a reader of the scores should know, in plain sentences; often empty.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The largest difference between scores of the trained network and of the ONNX network in the model, over held-out pairs.</summary>
    public required double LargestDifference { get; init; }
}
