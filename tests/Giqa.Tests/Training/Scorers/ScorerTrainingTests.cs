using Giqa.Images;
using Giqa.Models;
using Giqa.Tests.Features;
using Giqa.Tests.Support;
using Giqa.Training.Scorers;
using Giqa.Training.Torch;

namespace Giqa.Tests.Training.Scorers;

[Collection(TorchTests.Name)]
public sealed class ScorerTrainingTests : IDisposable
{
    private readonly StandInRun _run = new();
    private readonly TrainingThread _thread = new(new TorchOptions { Threads = 1, MixedPrecision = false });

    public void Dispose()
    {
        _thread.Dispose();
        _run.Dispose();
    }

    [Theory]
    [InlineData(FitMethod.Mbc, 5 + SoundnessObjective.Classifiers)]
    [InlineData(FitMethod.Ir, 1 + SoundnessObjective.Classifiers)]
    [InlineData(FitMethod.Bc, 1 + SoundnessObjective.Classifiers)]
    [InlineData(FitMethod.Rank, 1)]
    public void Run_NoisySnapshots_ScoresUnseenCleanImagesHigher(FitMethod method, int outputs)
    {
        var result = Train(Options(method) with { Epochs = 6 });
        using var scorer = ImageScorer.Create(result.Model, "trained");
        var wins = Enumerable.Range(700, 40).Count(latent => scorer.Score(PaintedImages.Paint(latent, StandInRun.Side)).Score > scorer.Score(StandInRun.Spoil(latent, 0)).Score);
        Assert.InRange(wins, 36, 40);
        Assert.Equal(outputs, result.Model.FeatureCount);
        Assert.InRange(result.LargestOutputDifference, 0, 1e-5);
        Assert.InRange(result.Curve.Count, 1, 6);
        Assert.Equal(result.Curve.MinBy(epoch => epoch.ValidationLoss)!.Epoch, result.Model.Training!.BestEpoch);
        Assert.Equal(4, result.Model.HeldOutCount);
        Assert.Equal(method == FitMethod.Rank ? 0 : 27 * 5, result.Model.Training.GeneratedImages);
        Assert.Equal(36, result.Model.Training.RealImages);
    }

    [Fact]
    public void Run_WithoutDegradedImages_IsThePapers() =>
        Assert.Equal((1, 0), Train(Options(FitMethod.Bc) with { Epochs = 1, DegradedShare = 0 }).Model is { Training: { } training } model ? (model.FeatureCount, training.SoundnessClassifiers) : default);

    [Fact]
    public void Soundness_Loss_IsThatOfEachPartOnItsOwnImages() => _thread.Run(() =>
    {
        using var scope = new TensorScope();
        var inner = new Giqa.Training.Scorers.MbcObjective([.5, 1]);
        var objective = new SoundnessObjective(inner);
        double[] labels = [1, .7, 0, PseudoLabel.OfDegraded(2), PseudoLabel.OfDegraded(5)];
        float[] outputs = [.. Enumerable.Range(0, labels.Length * objective.Outputs).Select(i => MathF.Sin(i))];
        double Loss(int[] rows)
        {
            var targets = new float[rows.Length * objective.Outputs];
            for (var row = 0; row < rows.Length; row++)
            {
                objective.Fill(labels[rows[row]], targets.AsSpan(row * objective.Outputs, objective.Outputs));
            }

            float[] chosen = [.. rows.SelectMany(row => outputs[(row * objective.Outputs)..((row + 1) * objective.Outputs)])];
            return objective.Loss(Tensor.From(chosen, rows.Length, objective.Outputs), Tensor.From(targets, rows.Length, objective.Outputs)).Item();
        }

        // Softplus(x) - t x, averaged over each part's images and outputs.
        double Expected(int[] rows, int first, int count) => rows.Average(row =>
        {
            var targets = new float[objective.Outputs];
            objective.Fill(labels[row], targets);
            return Enumerable.Range(first, count).Average(i => Math.Log(1 + Math.Exp(outputs[(row * objective.Outputs) + i])) - (targets[i] * outputs[(row * objective.Outputs) + i]));
        });
        Assert.Equal(Expected([0, 1, 2], 0, 2) + Expected([0, 3, 4], 2, 5), Loss([0, 1, 2, 3, 4]), 1e-5);
        Assert.Equal(Expected([1, 2], 0, 2), Loss([1, 2]), 1e-5);
        Assert.Equal(Expected([3, 4], 2, 5), Loss([3, 4]), 1e-5);
    });

    [Fact]
    public void Run_Twice_GivesTheSameModel()
    {
        using var folder = new TemporaryFolder();
        Train(Options(FitMethod.Mbc) with { Epochs = 1 }).Model.Save(folder.File("a.giqa"));
        Train(Options(FitMethod.Mbc) with { Epochs = 1 }).Model.Save(folder.File("b.giqa"));
        Train(Options(FitMethod.Mbc) with { Epochs = 1, Seed = 1 }).Model.Save(folder.File("c.giqa"));
        Assert.Equal(File.ReadAllBytes(folder.File("a.giqa")), File.ReadAllBytes(folder.File("b.giqa")));
        Assert.NotEqual(File.ReadAllBytes(folder.File("a.giqa")), File.ReadAllBytes(folder.File("c.giqa")));
    }

    [Fact]
    public void Run_StoppedAndResumed_GivesTheModelOfAnUnbrokenRun()
    {
        using var folder = new TemporaryFolder();
        var options = Options(FitMethod.Mbc) with { Epochs = 3 };
        Train(options).Model.Save(folder.File("whole.giqa"));
        using var stop = new CancellationTokenSource();
        var stopper = new Listener(progress =>
        {
            if (progress is { Epoch: 3, Stage: "training", Done: 1 })
            {
                stop.Cancel();
            }
        });
        Assert.ThrowsAny<OperationCanceledException>(() => Train(options, folder.File("c"), stopper, stop.Token));
        Assert.True(File.Exists(folder.File("c")));
        Train(options, folder.File("c")).Model.Save(folder.File("resumed.giqa"));
        var (whole, resumed) = (QualityModel.Load(folder.File("whole.giqa")), QualityModel.Load(folder.File("resumed.giqa")));
        Assert.Equal(whole.Network!.Fingerprint, resumed.Network!.Fingerprint);
    }

    [Fact]
    public void Run_CheckpointOfOtherSettings_IsRefused()
    {
        using var folder = new TemporaryFolder();
        Train(Options(FitMethod.Ir) with { Epochs = 1 }, folder.File("c"));
        var message = Assert.Throws<GiqaException>(() => Train(Options(FitMethod.Ir) with { Epochs = 1, Seed = 5 }, folder.File("c"))).Message;
        Assert.Contains("omit --resume", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OneIteration_IsOneLine()
    {
        foreach (var iteration in StandInRun.Iterations[1..])
        {
            Directory.Delete(_run.Folder.File($"snapshots/{iteration:D6}"), recursive: true);
        }

        File.Delete(_run.Folder.File("manifest.csv"));
        Assert.Contains("of several", Assert.Throws<GiqaException>(() => Train(Options(FitMethod.Mbc))).Message, StringComparison.Ordinal);
        Assert.Equal(27, Train(Options(FitMethod.Bc)).Model.Training!.GeneratedImages);
    }

    [Fact]
    public void Run_UnreadableImages_AreListedAndLeftOut()
    {
        File.WriteAllText(_run.Folder.File("snapshots/000100/00007.png"), "no image");
        var result = Train(Options(FitMethod.Bc) with { Epochs = 1 });
        Assert.Equal(ImageFault.NotAnImage, Assert.Single(result.Skipped).Fault);
        Assert.InRange(result.Model.Training!.GeneratedImages, (27 * 5) - 1, 27 * 5);
    }

    [Fact]
    public void Run_TooFewReals_IsOneLine()
    {
        using var snapshots = _run.Open().Snapshots;
        var inputs = new ScorerInputs { Snapshots = snapshots, Reals = ListSource.Noise(5) };
        var message = Assert.Throws<GiqaException>(() => new ScorerTraining(_thread, Options(FitMethod.Bc), TimeProvider.System).Run(inputs)).Message;
        Assert.Contains("5 of 5 real images", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FarTooHighARate_SaysWhatToDo() => Assert.Contains(
        "learning rate",
        Assert.Throws<GiqaException>(() => Train(Options(FitMethod.Ir) with { LearningRate = 99, Method = FitMethod.Rank, Epochs = 8 })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Run_FewIterations_SaysHowManyClassifiersAreLeft() =>
        Assert.Contains(Train(Options(FitMethod.Mbc) with { Epochs = 1 }).Warnings, warning => warning.Contains("only 5 different classifiers", StringComparison.Ordinal));

    private static ScorerTrainingOptions Options(FitMethod method) => new() { Method = method, Epochs = 2, BatchSize = 32 };

    private ScorerTrainingResult Train(ScorerTrainingOptions options, string? checkpoint = null, IProgress<ScorerTrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var inputs = _run.Open();
        using var snapshots = inputs.Snapshots;
        return new ScorerTraining(_thread, options, TimeProvider.System) { CheckpointPath = checkpoint, Resume = checkpoint is not null }.Run(inputs, progress, cancellationToken);
    }

    private sealed class Listener(Action<ScorerTrainingProgress> listen) : IProgress<ScorerTrainingProgress>
    {
        public void Report(ScorerTrainingProgress value) => listen(value);
    }
}
