using Giqa.Images;
using Giqa.Images.Snapshots;
using Giqa.Numerics;
using Giqa.Tests.Cli;
using Giqa.Tests.Support;
using Giqa.Training.Generators;
using Giqa.Training.Styles;
using Giqa.Training.Torch;

namespace Giqa.Tests.Training.Styles;

[Collection(TorchTests.Name)]
public sealed class StyleTrainingTests : IDisposable
{
    private const int Side = 16;

    private static readonly TorchOptions Torch = new() { Threads = 1 };

    private readonly TemporaryFolder _folder = new();

    public StyleTrainingTests()
    {
        for (var i = 0; i < 24; i++)
        {
            Save($"data/warm/{i:D2}.png", Paint(i, warm: true));
            Save($"data/cold/{i:D2}.png", Paint(i, warm: false));
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(StyleKind.Adain, 120)]
    [InlineData(StyleKind.Reference, 120)]
    public void Run_TwoDomainsOfColours_RendersInTheReferencesColours(object network, int iterations)
    {
        var kind = (StyleKind)network;
        var options = Options(kind) with { Width = 8, Batch = 8, LearningRate = 2e-3, Snapshots = new SnapshotSchedule(0, iterations), StyleWeight = 3, DiversityIterations = 40 };
        var result = Train(options, "run", iterations);
        using var snapshots = SnapshotFolder.Open(_folder.File("run"), new DecodeOptions());
        Assert.Equal([0, iterations], snapshots.Iterations);
        Assert.Equal((16, iterations), (result.Pairs, result.Iteration));
        Assert.Equal(32, snapshots.Images.Count);
        var (before, after) = (ColourDistance(snapshots, 0), ColourDistance(snapshots, iterations));
        Assert.True(after < .7 * before, $"{kind}: the distance of mean colours went from {before:F1} to {after:F1}");
    }

    [Theory]
    [InlineData(StyleKind.Adain)]
    [InlineData(StyleKind.Reference)]
    public void Run_StoppedAndResumed_RendersTheSame(object network)
    {
        var kind = (StyleKind)network;
        var options = Options(kind) with { Snapshots = new SnapshotSchedule(0, 6), MixedPrecision = false };
        _ = Train(options, "whole", 6);
        _ = Train(options, "parts", 3);
        var result = Resume("parts", 6);
        Assert.Equal((6, 3), (result.Iteration, result.Steps));
        foreach (var file in Directory.EnumerateFiles(_folder.File("whole/snapshots/000006")))
        {
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(file.Replace("whole", "parts", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Run_OtherImagesThanItWasStartedWith_IsRefused()
    {
        _ = Train(Options(StyleKind.Adain), "run", 1);
        Save("data/warm/00.png", Paint(99, warm: true));
        Assert.Contains("checksum", Assert.Throws<GiqaException>(() => Resume("run", 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_OneFolderOfFolders_MakesEachADomain() =>
        Assert.Equal([_folder.File("data/cold"), _folder.File("data/warm")], StyleDomains.Find([_folder.File("data")]));

    [Fact]
    public void Read_DomainWithTooFewImages_SaysSo()
    {
        Save("few/0.png", Paint(0, warm: true));
        Assert.Contains("at least 4", Assert.Throws<GiqaException>(() => StyleDomains.Read([_folder.File("few")], Side, new DecodeOptions(), 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GanTrain_KindAdain_MakesARunThatRisaLearnsFrom()
    {
        var run = _folder.File("cli");
        string[] size = ["--size", "16", "--width", "4", "--batch", "4", "--threads", "1"];
        var trained = await CliRun.Of(["gan", "train", _folder.File("data"), "--out", run, "--kind", "adain", "--iterations", "3", "--snapshots", "0,1,2,3", "--snapshot-images", "9", "--json", .. size]);
        Assert.Equal((0, string.Empty), (trained.Code, trained.Code == 0 ? string.Empty : trained.Error));
        Assert.Contains("\"pairs\": 9", trained.Out, StringComparison.Ordinal);
        var resumed = await CliRun.Of("gan", "train", "--out", run, "--resume", "--iterations", "4", "--threads", "1");
        Assert.Equal(0, resumed.Code);
        var risa = await CliRun.Of("train", "risa", run, "--out", _folder.File("m.giqa"), "--feature", "small", "--epochs", "1", "--steps", "2", "--batch", "4", "--width", "4", "--threads", "1");
        Assert.Equal((0, string.Empty), (risa.Code, risa.Code == 0 ? string.Empty : risa.Error));
        Assert.True(File.Exists(_folder.File("m.elbow.svg")));
    }

    [Theory]
    [InlineData(StyleKind.Adain)]
    [InlineData(StyleKind.Reference)]
    public async Task GanSample_SourcesAndReferencesOfTheRun_RendersItsLastSnapshotAgain(object network)
    {
        var kind = (StyleKind)network;
        _ = Train(Options(kind) with { Snapshots = new SnapshotSchedule(0, 2), MixedPrecision = false }, "run", 2);
        var (run, all) = (_folder.File("run"), _folder.File("all"));
        _ = Directory.CreateDirectory(_folder.File("cold"));
        File.Copy(Path.Combine(run, "references/00000.png"), _folder.File("cold/style.png"));
        var sampled = await CliRun.Of("gan", "sample", run, "--source", Path.Combine(run, "sources"), "--reference", _folder.File("cold/style.png"), "--out", all, "--threads", "1");
        Assert.Equal((0, string.Empty), (sampled.Code, sampled.Code == 0 ? string.Empty : sampled.Error));
        for (var source = 0; source < 4; source++)
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(run, $"snapshots/000002/{source:D5}.png")), File.ReadAllBytes(Path.Combine(all, $"style/{source:D5}.png")));
        }
    }

    [Fact]
    public async Task GanSample_WithoutSources_SaysWhatIsNeeded()
    {
        _ = Train(Options(StyleKind.Reference), "run", 1);
        var without = await CliRun.Of("gan", "sample", _folder.File("run"), "--out", _folder.File("x"));
        Assert.Equal(2, without.Code);
        Assert.Contains("--source INPUT and --reference INPUT", without.Error, StringComparison.Ordinal);
        var astray = await CliRun.Of("gan", "sample", _folder.File("run"), "--source", _folder.File("data/cold"), "--reference", _folder.File("run/references"), "--out", _folder.File("x"));
        Assert.Equal(2, astray.Code);
        Assert.Contains("cold, warm", astray.Error, StringComparison.Ordinal);
        var list = await CliRun.Of("gan", "list", _folder.File("run"));
        Assert.Equal(2, list.Code);
        Assert.Contains("manifest.csv", list.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--latent", "8")]
    [InlineData("--ohem", "m.giqa")]
    [InlineData("--size", "30")]
    public async Task GanTrain_OptionOfOtherKinds_IsRefused(string option, string value)
    {
        var run = await CliRun.Of("gan", "train", _folder.File("data"), "--out", _folder.File("x"), "--kind", "reference", option, value);
        Assert.NotEqual(0, run.Code);
        Assert.Contains(value == "30" ? "multiple of 8" : option, run.Error, StringComparison.Ordinal);
    }

    private static StyleOptions Options(StyleKind kind) => new() { Kind = kind, Size = Side, Width = 4, Batch = 4, SnapshotPairs = 16, Snapshots = new SnapshotSchedule(0, 100) };

    private StyleResult Train(StyleOptions options, string run, int iterations)
    {
        var domains = Read();
        return new StyleTraining(StyleRunFolder.Create(_folder.File(run), options, domains), domains).Run(Torch, new StopRule(iterations, null), TimeProvider.System);
    }

    private StyleResult Resume(string run, int iterations) =>
        new StyleTraining(StyleRunFolder.Open(_folder.File(run)), Read()).Run(Torch, new StopRule(iterations, null), TimeProvider.System);

    private StyleDomains Read() => StyleDomains.Read([_folder.File("data/cold"), _folder.File("data/warm")], Side, new DecodeOptions(), 1);

    /// <summary>The mean distance between the mean colours of images and of their references.</summary>
    private double ColourDistance(SnapshotFolder snapshots, long iteration) => Enumerable.Range(0, snapshots.Images.Count)
        .Where(i => snapshots.Images[i].Iteration == iteration)
        .Average(i =>
        {
            var image = Mean(snapshots.Source.Read(i).Decode(new DecodeOptions()));
            var reference = Mean(ImageDecoder.Decode(File.ReadAllBytes(Path.Combine(_folder.File("run"), snapshots.Images[i].Reference!)), new DecodeOptions()));
            return Math.Sqrt(image.Zip(reference, (a, b) => (a - b) * (a - b)).Sum());
        });

    private static double[] Mean(RgbImage image) =>
        [.. Enumerable.Range(0, 3).Select(channel => Enumerable.Range(0, Side * Side).Average(i => (double)image.Pixels[(3 * i) + channel]))];

    /// <summary>A square on a ground: red to yellow ones, or blue to green ones.</summary>
    private static RgbImage Paint(int number, bool warm)
    {
        var random = new SeededRandom((ulong)number);
        var (place, size, strength) = (random.NextInt(8), 4 + random.NextInt(4), random.NextDouble());
        double[] colour = warm ? [230, 60 + (150 * strength), 30] : [30, 60 + (150 * strength), 230];
        var pixels = new byte[3 * Side * Side];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i / 3 % Side, i / 3 / Side);
            var isInside = Math.Abs(x - 4 - place) < size && Math.Abs(y - 8) < size;
            pixels[i] = (byte)(isInside ? colour[i % 3] * .5 : colour[i % 3]);
        }

        return new RgbImage(Side, Side, pixels);
    }

    private void Save(string name, RgbImage image)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        File.WriteAllBytes(_folder.File(name), ImageEncoder.EncodePng(image));
    }
}
