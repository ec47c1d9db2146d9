using System.ComponentModel;
using System.Diagnostics;
using Giqa.Features.Checkpoints;
using Giqa.Features.Inception;
using Giqa.Images;
using Giqa.Storage;
using Giqa.Tests.Support;
using Microsoft.ML.OnnxRuntime;

namespace Giqa.Tests.Features.Inception;

/// <summary>
/// A checkpoint of the published one's size with weights by chance, saved by PyTorch at test time, through our reader and
/// graph. Where there is no PyTorch, the goldens that it left behind stand in.
/// </summary>
public sealed class FidCheckpointTests : IDisposable
{
    private const double Tolerance = 1e-4;
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "Fixtures", "inception");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Build_CheckpointSavedByPyTorch_GivesItsFeaturesAndLogitsByEveryPreset()
    {
        var isMade = await TryMakeAsync();
        var goldens = isMade ? _folder.Path : Fixtures;
        var weights = isMade ? TorchCheckpoint.Read(_folder.File("checkpoint.pth")) : FormulaWeights.FidInception(Path.Combine(Fixtures, "tensors.txt"));
        var taps = FidInceptionTap.All;
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(FidInception.Build(weights, taps), options);
        if (isMade)
        {
            Assert.True(new FileInfo(_folder.File("checkpoint.pth")).Length > 80 << 20);
        }

        foreach (var preset in FidPreset.All)
        {
            var values = new float[3 * FidInception.InputSize * FidInception.InputSize];
            preset.Preprocessing.Fill(TestImage(40, 56), values);
            using var input = OrtValue.CreateTensorValueFromMemory(values, [1, 3, FidInception.InputSize, FidInception.InputSize]);
            using var run = new RunOptions();
            using var outputs = session.Run(run, ["x"], [input], [.. taps.Select(tap => tap.Output)]);
            foreach (var (tap, output) in taps.Zip(outputs).Where(pair => isMade || pair.First == FidInceptionTap.Pool2048))
            {
                var tool = preset.Name == "giqa-official" ? FidPreset.DefaultName : preset.Name;
                var golden = Npy.Read(Path.Combine(goldens, isMade ? $"{tool}_{tap.Output}.npy" : $"{tool}_40x56.npy")).ToSingle();
                var apart = golden.Zip(output.GetTensorDataAsSpan<float>().ToArray(), (g, a) => Math.Abs(g - a)).Max();
                Assert.True(apart <= Tolerance, $"{preset.Name}, {tap.Output}: {apart} apart");
                Assert.Equal(tap.Length, golden.Length);
            }
        }
    }

    /// <summary>Has PyTorch save a checkpoint and its own answers; false where there is no PyTorch.</summary>
    private async Task<bool> TryMakeAsync()
    {
        const int NoTorch = 3;
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(Fixtures, "fid_inception.py"), "random", _folder.Path]) { RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var error = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode is 0 or NoTorch, error);
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static RgbImage TestImage(int height, int width)
    {
        var pixels = new byte[3 * height * width];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (y, x, c) = (i / 3 / width, i / 3 % width, i % 3);
            pixels[i] = (byte)((x * 3) + (y * 2) + (c * 40) + (x * y / 16));
        }

        return new RgbImage(width, height, pixels);
    }
}
