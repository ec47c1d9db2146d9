using Giqa.Images;
using Giqa.Images.Pairs;
using Giqa.Images.Snapshots;
using Giqa.Models;
using Giqa.Training.Risa;
using Giqa.Training.Torch;

namespace Giqa.Tests.Training.Risa;

[Collection(TorchTests.Name)]
public sealed class RisaTrainingTests : IClassFixture<RisaTrainingTests.Trained>
{
    private static readonly RisaOptions Quick = new() { Width = 8, Epochs = 8, StepsPerEpoch = 40, Batch = 16, LearningRate = 3e-3, ElbowLabel = .6 };

    private readonly Trained _trained;

    public RisaTrainingTests(Trained trained) => _trained = trained;

    [Fact]
    public void Run_HeldOutPairs_AreOrderedAndPreferTheirReference()
    {
        var report = _trained.Result.Model.Training;
        Assert.InRange(report.OrderAccuracy, .9, 1);
        Assert.InRange(report.ReferenceAccuracy, .9, 1);
        Assert.InRange(report.SelfScore, .8, 1);
        Assert.Equal((24, 6), (report.TrainingPairs, report.ValidationPairs));
        Assert.InRange(_trained.Result.LargestDifference, 0, 1e-5);
    }

    [Fact]
    public void Score_SourceNeverSeen_PrefersTheRightReferenceAndTheFinishedImage()
    {
        using var scorer = PairScorer.Create(_trained.Result.Model);
        for (var style = 0; style < 6; style++)
        {
            var (reference, other) = (StyleRun.Paint(style, 5), StyleRun.Paint((style + 1) % 6, 5));
            var finished = StyleRun.Render(style, 2, 1600);
            var right = scorer.Score(finished, reference);
            Assert.True(right > scorer.Score(finished, other), $"style {style}: a wrong reference scores higher");
            Assert.True(right > scorer.Score(StyleRun.Render(style, 2, 50), reference), $"style {style}: noise scores higher");
            Assert.InRange(scorer.Score(reference, reference), .8, 1);
        }
    }

    [Fact]
    public void Save_ReadBack_ScoresTheSame()
    {
        var (model, path) = (_trained.Result.Model, _trained.Runs.File("m.giqa"));
        model.Save(path);
        Assert.True(PairModel.IsPairModel(path));
        using var scorer = PairScorer.Create(model);
        using var loaded = PairScorer.Load(path);
        var (image, reference) = (StyleRun.Render(1, 1, 400), StyleRun.Paint(1, 5));
        Assert.Equal(scorer.Score(image, reference), loaded.Score(image, reference));
        Assert.Equal(model.Training.Iterations, loaded.Model.Training.Iterations);
        Assert.Contains("reference", Assert.Throws<ModelFileException>(() => QualityModel.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Probe_OfATraining_IsInTheModelAndItsFile()
    {
        var (probe, path) = (_trained.Result.Model.Training.Probe!, _trained.Runs.File("p.giqa"));
        Assert.Equal(9, probe.Pictures.Count);
        Assert.All(probe.Pictures, picture => Assert.InRange(picture.Quality, 0, 1));
        Assert.Equal(probe.Describe() is null ? 0 : 1, _trained.Result.Warnings.Count(warning => warning.Contains("no images", StringComparison.Ordinal)));
        _trained.Result.Model.Save(path);
        Assert.Equal(probe.Pictures, PairModel.Load(path).Training.Probe!.Pictures);
    }

    [Fact]
    public void Load_OneByteChanged_IsDamaged()
    {
        var path = _trained.Runs.File("damaged.giqa");
        _trained.Result.Model.Save(path);
        var bytes = File.ReadAllBytes(path);
        bytes[^100] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("damaged", Assert.Throws<ModelFileException>(() => PairModel.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScoreAsync_BadPairs_AreRowsWithAReason()
    {
        File.WriteAllText(_trained.Runs.File("broken.png"), "no image");
        File.WriteAllText(_trained.Runs.File("pairs.csv"), """
            image,reference,source
            snapshots/001600/00000.png,references/0.png,s
            snapshots/001600/00000.png,references/1.png,
            snapshots/001600/00001.png,,
            snapshots/001600/00002.png,references/missing.png,
            snapshots/001600/00002.png,broken.png,
            missing.png,references/0.png,

            """);
        using var pairs = ReferencePairs.Read(_trained.Runs.File("pairs.csv"), new DecodeOptions());
        using var scorer = PairScorer.Create(_trained.Result.Model);
        var scores = await scorer.ScoreAsync(pairs).ToListAsync();
        Assert.Equal(["ok", "ok", "no-reference", "no-reference", "no-reference", "unreadable"], scores.Select(score => score.Status));
        Assert.True(scores[0].Score > scores[1].Score);
        Assert.Equal(("references/0.png", "s"), (scores[0].Reference, scores[0].Source));
        Assert.Contains("missing.png", scores[3].Detail, StringComparison.Ordinal);
        Assert.Equal(4, pairs.Images.Count);
        Assert.Equal(scores[0].Score, scorer.Score(_trained.Runs.File("snapshots/001600/00000.png"), _trained.Runs.File("references/0.png")).Score);
    }

    [Fact]
    public void Run_BrokenOffAndResumed_GivesTheSameWeights()
    {
        var (path, options) = (_trained.Runs.File("m.checkpoint"), Quick with { Epochs = 3, StepsPerEpoch = 4 });
        var whole = _trained.Train(options, null);
        using var stop = new CancellationTokenSource();
        var interrupt = new Interrupt(stop);
        _ = Assert.ThrowsAny<OperationCanceledException>(() => _trained.Train(options, path, interrupt, stop.Token));
        Assert.True(File.Exists(path));
        var resumed = _trained.Train(options, path);
        Assert.Equal(whole.Model.ToOnnx(), resumed.Model.ToOnnx());
        Assert.Equal(3, resumed.Curve.Count);
    }

    [Theory]
    [InlineData(true, 1, false)]
    [InlineData(false, 1, true)]
    public void Run_Ablations_Train(bool regression, int classifiers, bool freeHead)
    {
        var options = Quick with { Epochs = 1, StepsPerEpoch = 2, Regression = regression, Classifiers = classifiers, FreeHead = freeHead, Contrast = 0, UpperBound = 0, Interpolate = false };
        var result = _trained.Train(options, null);
        Assert.Equal((1, regression, false), (result.Model.Training.Classifiers, result.Model.Training.IsRegression, result.Model.Training.Interpolates));
    }

    [Fact]
    public void Run_AllTermsOff_IsRefused() =>
        Assert.Contains("off", Assert.Throws<GiqaException>(() => _trained.Train(Quick with { Supervision = 0, Contrast = 0, UpperBound = 0 }, null)).Message, StringComparison.Ordinal);

    [Fact]
    public void MeasureSmall_FallsAlongTheTraining()
    {
        using var snapshots = SnapshotFolder.Open(_trained.Runs.Path, new DecodeOptions());
        using var reals = ImageInput.Open(_trained.Runs.File("snapshots/001600"), new DecodeOptions());
        var distances = SnapshotDistances.MeasureSmall(snapshots, reals);
        Assert.Equal(distances.OrderDescending(), distances);
        Assert.InRange(ElbowRule.Find(snapshots.Iterations, distances), 1, 4);
    }

    private sealed class Interrupt(CancellationTokenSource stop) : IProgress<RisaProgress>
    {
        public void Report(RisaProgress value)
        {
            if (value is { Epoch: 2, Step: 2 })
            {
                stop.Cancel();
            }
        }
    }

    /// <summary>One training for all tests.</summary>
    public sealed class Trained : IDisposable
    {
        private readonly TrainingThread _thread = new(new TorchOptions { Threads = 1 });
        private readonly Lazy<RisaResult> _result;

        public Trained() => _result = new Lazy<RisaResult>(() => Train(Quick, null));

        internal StyleRun Runs { get; } = new();

        internal RisaResult Result => _result.Value;

        public void Dispose()
        {
            _thread.Dispose();
            Runs.Dispose();
        }

        internal RisaResult Train(RisaOptions options, string? checkpoint, IProgress<RisaProgress>? progress = null, CancellationToken cancellationToken = default)
        {
            using var snapshots = SnapshotFolder.Open(Runs.Path, new DecodeOptions());
            var elbow = new ElbowCurve("chosen", snapshots.Iterations, [], 3, true);
            var training = new RisaTraining(_thread, options, TimeProvider.System) { CheckpointPath = checkpoint, Resume = checkpoint is not null };
            return training.Run(Runs.Path, snapshots, elbow, new DecodeOptions(), progress, cancellationToken);
        }
    }
}
