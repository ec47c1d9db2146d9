using System.Text.Json;
using Giqa.Cli;
using Giqa.Images;
using Giqa.Numerics;
using Giqa.Tests.Models;
using Giqa.Tests.Support;
using Giqa.Tests.Training;
using Microsoft.ML.OnnxRuntime;

namespace Giqa.Tests.Cli;

[Collection(TorchTests.Name)]
public sealed class GanCommandTests : IDisposable
{
    private static readonly string[] Small = ["--width", "4", "--batch", "4", "--snapshot-images", "4", "--snapshots", "0,2", "--threads", "1", "--quality-model", "off"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Train_ThenListSampleAndExport_MakesAndShowsARun()
    {
        WriteImages("images", 20, 28);
        var run = _folder.File("run");
        var trained = await CliRun.Of(["gan", "train", _folder.File("images"), "--out", run, "--iterations", "3", "--json", .. Small]);
        Assert.True(trained.Code == ExitCode.Done, trained.Error);
        Assert.Equal(3, JsonDocument.Parse(trained.Out).RootElement.GetProperty("iterations").GetInt64());

        var resumed = await CliRun.Of("gan", "train", "--out", run, "--resume", "--iterations", "4", "--quality-model", "off", "--threads", "1");
        Assert.True(resumed.Code == ExitCode.Done, resumed.Error);
        Assert.Contains("4 iterations; 1 of them now", resumed.Out, StringComparison.Ordinal);

        var listed = await CliRun.Of("gan", "list", run, "--json");
        Assert.Equal([0, 2, 3, 4], JsonDocument.Parse(listed.Out).RootElement.GetProperty("snapshots").EnumerateArray().Select(entry => entry.GetProperty("iteration").GetInt64()));

        var sampled = await CliRun.Of("gan", "sample", run, "--count", "4", "--iteration", "2", "--out", _folder.File("samples"));
        Assert.True(sampled.Code == ExitCode.Done, sampled.Error);
        Assert.Equal(File.ReadAllBytes(Path.Combine(run, "snapshots", "000002", "00001.png")), File.ReadAllBytes(_folder.File("samples/000001.png")));

        var exported = await CliRun.Of("gan", "export", run, "--out", _folder.File("g.onnx"));
        Assert.True(exported.Code == ExitCode.Done, exported.Error);
        using var session = new InferenceSession(_folder.File("g.onnx"));
        Assert.Equal(["image"], session.OutputNames);
    }

    [Fact]
    public async Task Sample_IntoAPicture_PutsAllSamplesIntoIt()
    {
        WriteImages("images", 20, 28);
        _ = await CliRun.Of(["gan", "train", _folder.File("images"), "--out", _folder.File("run"), "--iterations", "1", .. Small]);
        var run = await CliRun.Of("gan", "sample", _folder.File("run"), "--count", "16", "--truncation", "0.7", "--out", _folder.File("grid.png"));
        Assert.True(run.Code == ExitCode.Done, run.Error);
        var grid = ImageDecoder.Decode(File.ReadAllBytes(_folder.File("grid.png")), new DecodeOptions());
        Assert.Equal((8 * 56, 2 * 56), (grid.Width, grid.Height));
    }

    [Fact]
    public async Task Train_BadInput_IsOneLineThatSaysWhatToDo()
    {
        _ = Directory.CreateDirectory(_folder.File("empty"));
        await Refused("holds no images", "gan", "train", _folder.File("empty"), "--out", _folder.File("a"));
        WriteImages("small", 20, 12);
        await Refused("the images are 12 x 12 pixels", "gan", "train", _folder.File("small"), "--out", _folder.File("a"));
        WriteImages("images", 20, 28);
        File.WriteAllText(_folder.File("images/bad.png"), "no image");
        await Refused("is not a Giqa model (.giqa)", "gan", "train", _folder.File("images"), "--out", _folder.File("a"), "--ohem", _folder.File("images/bad.png"), "--iterations", "1", "--quality-model", "off");
        Assert.False(Directory.Exists(_folder.File("a")));
        var skipping = await CliRun.Of(["gan", "train", _folder.File("images"), "--out", _folder.File("a"), "--iterations", "1", .. Small]);
        Assert.Equal(ExitCode.Skipped, skipping.Code);
        Assert.Contains("skipped bad.png", skipping.Error, StringComparison.Ordinal);
        await Refused("holds a run already", "gan", "train", _folder.File("images"), "--out", _folder.File("a"));
        await Refused("holds no generator's run", "gan", "sample", _folder.File("images"), "--out", _folder.File("b"));
    }

    [Fact]
    public async Task Train_JudgeThatPraisesNoise_IsRefusedWithoutForce()
    {
        WriteImages("images", 20, 28);
        ForeignProbeTests.Model(1, heldOut: 40).Save(_folder.File("noisy.giqa"));
        string[] arguments = ["gan", "train", _folder.File("images"), "--out", _folder.File("a"), "--ohem", _folder.File("noisy.giqa"), "--iterations", "1", .. Small];
        await Refused("cannot judge a generator's samples: it ranks non-images above a quality of .05", arguments);
        Assert.False(Directory.Exists(_folder.File("a")));

        var forced = await CliRun.Of([.. arguments, "--force"]);
        Assert.True(forced.Code == ExitCode.Done, forced.Error);
        Assert.Contains("giqa: warning:", forced.Error, StringComparison.Ordinal);

        ForeignProbeTests.Model(1, heldOut: 1e6).Save(_folder.File("honest.giqa"));
        var honest = await CliRun.Of(["gan", "train", _folder.File("images"), "--out", _folder.File("b"), "--ohem", _folder.File("honest.giqa"), "--iterations", "1", .. Small]);
        Assert.True(honest.Code == ExitCode.Done, honest.Error);
        Assert.DoesNotContain("ranks pictures", honest.Error, StringComparison.Ordinal);

        var followed = await CliRun.Of(["gan", "train", _folder.File("images"), "--out", _folder.File("c"), "--iterations", "1", .. Small[..^1], _folder.File("noisy.giqa")]);
        Assert.True(followed.Code == ExitCode.Done, followed.Error);
        Assert.Contains("noisy.giqa: it ranks non-images above a quality of .05", followed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_JudgeLearnedFromPeople_IsProbedAsOthersAre()
    {
        WriteImages("images", 20, 28);
        WriteImages("judged", 20, 28);
        var random = new SeededRandom(3);
        for (var i = 0; i < 16; i++)
        {
            File.WriteAllBytes(_folder.File($"judged/none{i:D2}.png"), ImageEncoder.EncodePng(NoImage(i)));
        }

        string[] rows = [.. Enumerable.Range(0, 20).Select(i => $"{i:D2}.png,0.{i:D2}"), .. Enumerable.Range(0, 16).Select(i => $"none{i:D2}.png,5.{i:D2}")];
        File.WriteAllLines(_folder.File("noisy.csv"), ["image,score", .. rows]);
        var learned = await CliRun.Of("train", "prefer", _folder.File("noisy.csv"), "--images", _folder.File("judged"), "--real", _folder.File("images"), "--out", _folder.File("noisy.giqa"));
        Assert.True(learned.Code == ExitCode.Done, learned.Error);

        string[] arguments = ["gan", "train", _folder.File("images"), "--iterations", "2", .. Small, "--out"];
        await Refused("cannot judge a generator's samples: it ranks non-images above", [.. arguments, _folder.File("a"), "--ohem", _folder.File("noisy.giqa")]);
        Assert.False(Directory.Exists(_folder.File("a")));

        var forced = await CliRun.Of([.. arguments, _folder.File("a"), "--ohem", _folder.File("noisy.giqa"), "--force"]);
        Assert.True(forced.Code == ExitCode.Done, forced.Error);
        Assert.Contains("No one judged such pictures", forced.Error, StringComparison.Ordinal);

        RgbImage NoImage(int number)
        {
            var pixels = new byte[28 * 28 * 3];
            for (var i = 0; i < pixels.Length; i++)
            {
                var (x, y) = (i / 3 % 28, i / 3 / 28);
                pixels[i] = (byte)(number switch
                {
                    < 4 => random.NextInt(256),
                    < 7 => Math.Clamp(128 + (50 * random.NextGaussian()), 0, 255),
                    < 10 => (number - 7) * 127,
                    < 12 => i % 3 == number - 10 ? 255 : 0,
                    12 => (x + y) % 2 * 255,
                    13 => ((x / 7) + (y / 7)) % 2 * 255,
                    _ => x / (number - 12) % 2 * 255,
                });
            }

            return new RgbImage(28, 28, pixels);
        }
    }

    [Theory]
    [InlineData("INPUT is missing", "--out", "run")]
    [InlineData("--seed cannot be given with --resume", "--out", "run", "--resume", "--seed", "3")]
    [InlineData("INPUT cannot be given with --resume", "images", "--out", "run", "--resume")]
    [InlineData("--condition is for --kind pix2pix, pix2pixhd and spade", "images", "--out", "run", "--condition", "mask")]
    [InlineData("--condition edges is not a map of labels, which --kind spade starts from", "images", "--out", "run", "--kind", "spade", "--condition", "edges")]
    [InlineData("--condition edges is not a map of labels, which --kind pix2pixhd starts from", "images", "--out", "run", "--kind", "pix2pixhd", "--condition", "edges")]
    [InlineData("--stage is for --kind pggan, stylegan and pix2pixhd", "images", "--out", "run", "--stage", "10")]
    [InlineData("--channels 2: must be 1 (grey) or 3 (colour)", "images", "--out", "run", "--channels", "2")]
    public async Task Train_WrongUsage_IsOneLine(string expected, params string[] arguments)
    {
        var run = await CliRun.Of(["gan", "train", .. arguments]);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(expected, run.Error.Split('\n')[0], StringComparison.Ordinal);
    }

    private static async Task Refused(string expected, params string[] arguments)
    {
        var run = await CliRun.Of(arguments);
        Assert.Equal(ExitCode.Failed, run.Code);
        Assert.Contains(expected, run.Error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    private void WriteImages(string name, int count, int side)
    {
        _ = Directory.CreateDirectory(_folder.File(name));
        for (var i = 0; i < count; i++)
        {
            File.WriteAllBytes(_folder.File($"{name}/{i:D2}.png"), ImageEncoder.EncodePng(PaintedImages.Paint(i, side)));
        }
    }
}
