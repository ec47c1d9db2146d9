using Giqa.Tests.Support;
using Giqa.Training.Generators;
using Giqa.Training.Torch;

namespace Giqa.Tests.Training.Generators;

[Collection(TorchTests.Name)]
public sealed class GeneratorTrainingTests(TorchFixture torch) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(GeneratorKind.Dcgan)]
    [InlineData(GeneratorKind.WganGp)]
    [InlineData(GeneratorKind.Stylegan)]
    [InlineData(GeneratorKind.Pix2pix)]
    [InlineData(GeneratorKind.Pggan)]
    [InlineData(GeneratorKind.Spade)]
    [InlineData(GeneratorKind.Pix2pixhd)]
    public void Run_KilledAndResumed_EndsWithTheWeightsOfAnUnbrokenRunBitForBit(object network)
    {
        var kind = (GeneratorKind)network;
        Assert.NotNull(torch);
        var options = SmallTraining.Options(kind);
        _ = SmallTraining.Run(_folder.File("whole"), options, new StopRule(11, null));
        _ = Assert.Throws<InvalidOperationException>(() => SmallTraining.Run(_folder.File("killed"), options, new StopRule(11, null), new Kill(7)));
        _ = SmallTraining.Run(_folder.File("killed"), options, new StopRule(11, null));
        foreach (var file in (string[])["checkpoint.safetensors", "weights/000006.safetensors", "weights/000011.safetensors", "manifest.csv", "grids/000011.png", "snapshots/000006/00003.png"])
        {
            Assert.Equal(File.ReadAllBytes(_folder.File($"whole/{file}")), File.ReadAllBytes(_folder.File($"killed/{file}")));
        }
    }

    [Fact]
    public void Run_Cancelled_GoesOnFromTheVeryIteration()
    {
        var options = SmallTraining.Options(GeneratorKind.Dcgan);
        _ = SmallTraining.Run(_folder.File("whole"), options, new StopRule(9, null));
        using var cancelling = new CancellationTokenSource();
        _ = Assert.Throws<OperationCanceledException>(() => SmallTraining.Run(_folder.File("stopped"), options, new StopRule(9, null), new CancelAt(7, cancelling), cancelling.Token));
        var result = SmallTraining.Run(_folder.File("stopped"), options, new StopRule(9, null));
        Assert.Equal((9, 2), (result.Iteration, result.Steps));
        Assert.Equal(File.ReadAllBytes(_folder.File("whole/checkpoint.safetensors")), File.ReadAllBytes(_folder.File("stopped/checkpoint.safetensors")));
    }

    [Theory]
    [InlineData(GeneratorKind.Dcgan, 2e-3)]
    [InlineData(GeneratorKind.Stylegan, 1e-2)]
    [InlineData(GeneratorKind.Pggan, 5e-3)]
    [InlineData(GeneratorKind.Pix2pixhd, 2e-3)]
    public void Run_SixtyIterations_ComesNearerToTheTrainingImages(object network, double learningRate)
    {
        var kind = (GeneratorKind)network;
        var options = SmallTraining.Options(kind) with { Batch = 16, LearningRate = learningRate, AverageDecay = 0.7 };
        var result = SmallTraining.Run(_folder.Path, options, new StopRule(60, null));
        var set = SmallTraining.Discs(options);
        var (before, after) = (SmallTraining.DistanceToReals(_folder.Path, 0, set), SmallTraining.DistanceToReals(_folder.Path, 60, set));
        Assert.Equal(60, result.Iteration);
        Assert.True(after < 0.65 * before, $"{before} before, {after} after");
    }

    [Fact]
    public void Run_WithHardNegatives_JudgesEverySampleAndCounts()
    {
        var options = SmallTraining.Options(GeneratorKind.Dcgan);
        var set = SmallTraining.Discs(options);
        var judged = 0;
        var run = GeneratorRun.Create(_folder.Path, RunConfiguration.For(options, set) with { Weighting = new OhemSettings("m.giqa", 0.2, 2, 2) });
        var surroundings = new GeneratorContext
        {
            Threads = 1,
            Ohem = images =>
            {
                judged += images.Count;
                return [.. images.Select((_, i) => i % 4 == 0 ? 0.1 : 0.9)];
            },
        };
        var result = new GeneratorTraining(run, set, surroundings).Run(new StopRule(5, null));
        Assert.Equal(3 * options.Batch, judged);
        Assert.Equal(0.25, result.Weighted);
        var plain = SmallTraining.Run(_folder.File("plain"), options, new StopRule(5, null));
        Assert.Null(plain.Weighted);
        Assert.NotEqual(File.ReadAllBytes(_folder.File("plain/weights/000005.safetensors")), File.ReadAllBytes(_folder.File("weights/000005.safetensors")));
    }

    [Fact]
    public void Run_LiveQuality_IsInTheLogAndTheResult()
    {
        var options = SmallTraining.Options(GeneratorKind.Dcgan);
        var set = SmallTraining.Discs(options);
        var run = GeneratorRun.Create(_folder.Path, RunConfiguration.For(options, set));
        var result = new GeneratorTraining(run, set, new GeneratorContext { Threads = 1, LiveQuality = images => [.. images.Select(_ => 0.25)] }).Run(new StopRule(6, null));
        Assert.Equal(0.25, result.Quality);
        Assert.Equal(0.25, run.ReadLog()[^1].Quality);
        Assert.Equal([0, 6], run.Iterations);
    }

    [Theory]
    [InlineData(GeneratorKind.Stylegan)]
    [InlineData(GeneratorKind.Pggan)]
    [InlineData(GeneratorKind.Spade)]
    [InlineData(GeneratorKind.Pix2pixhd)]
    public void Run_AfterAllItsIterations_LeavesNoTensorBehind(object network)
    {
        var before = TorchLibrary.LiveTensors;
        _ = SmallTraining.Run(_folder.Path, SmallTraining.Options((GeneratorKind)network), new StopRule(3, null));
        Assert.Equal(before, TorchLibrary.LiveTensors);
    }

    [Fact]
    public void Run_CheckpointOfOtherNetworks_IsRefusedInOneLineAndLeftAsItIs()
    {
        _ = SmallTraining.Run(_folder.File("other"), SmallTraining.Options(GeneratorKind.Dcgan), new StopRule(4, null));
        _ = SmallTraining.Run(_folder.File("run"), SmallTraining.Options(GeneratorKind.Stylegan), new StopRule(4, null));
        File.Copy(_folder.File("other/checkpoint.safetensors"), _folder.File("run/checkpoint.safetensors"), overwrite: true);
        var message = Assert.Throws<ModelFileException>(() => SmallTraining.Run(_folder.File("run"), SmallTraining.Options(GeneratorKind.Stylegan), new StopRule(6, null))).Message;
        Assert.StartsWith("cannot resume from", message, StringComparison.Ordinal);
        Assert.Contains("start a new one", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.Equal(File.ReadAllBytes(_folder.File("other/checkpoint.safetensors")), File.ReadAllBytes(_folder.File("run/checkpoint.safetensors")));
    }

    [Fact]
    public void Constructor_OtherImages_IsRefused()
    {
        var options = SmallTraining.Options(GeneratorKind.Dcgan);
        var set = SmallTraining.Discs(options);
        var run = GeneratorRun.Create(_folder.Path, RunConfiguration.For(options, set) with { Checksum = "00000000" });
        Assert.Contains("are not the 64", Assert.Throws<GiqaException>(() => new GeneratorTraining(run, set, new GeneratorContext())).Message, StringComparison.Ordinal);
    }

    private sealed class Kill(long iteration) : IProgress<GeneratorProgress>
    {
        public void Report(GeneratorProgress value)
        {
            if (value.Iteration == iteration)
            {
                throw new InvalidOperationException("killed");
            }
        }
    }

    private sealed class CancelAt(long iteration, CancellationTokenSource source) : IProgress<GeneratorProgress>
    {
        public void Report(GeneratorProgress value)
        {
            if (value.Iteration == iteration)
            {
                source.Cancel();
            }
        }
    }
}
