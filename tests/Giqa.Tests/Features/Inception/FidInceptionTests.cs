using Giqa.Features.Checkpoints;
using Giqa.Features.Inception;
using Giqa.Storage;
using Microsoft.ML.OnnxRuntime;

namespace Giqa.Tests.Features.Inception;

public sealed class FidInceptionTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "inception");

    [Fact]
    public void Build_FormulaWeights_GivesPyTorchsFeaturesAtEveryTap()
    {
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(FidInception.Build(Weights(), FidInceptionTap.All), options);
        using var input = OrtValue.CreateTensorValueFromMemory(Image(), [1, 3, 299, 299]);
        using var run = new RunOptions();
        var names = FidInceptionTap.All.Select(tap => tap.Output).ToArray();
        using var outputs = session.Run(run, ["x"], [input], names);
        foreach (var (tap, output) in FidInceptionTap.All.Zip(outputs))
        {
            var golden = Npy.Read(Path.Combine(Folder, $"{tap.Output}.npy")).ToSingle();
            var actual = output.GetTensorDataAsSpan<float>();
            Assert.Equal(tap.Length, actual.Length);
            for (var i = 0; i < golden.Length; i++)
            {
                Assert.True(Math.Abs(golden[i] - actual[i]) <= 1e-4, $"{tap.Output}[{i}]: {actual[i]} where PyTorch gives {golden[i]}");
            }
        }
    }

    [Fact]
    public void Build_TensorMissing_IsNamed()
    {
        var weights = Weights();
        _ = weights.Remove("Mixed_6e.branch7x7_2.bn.running_var");
        Assert.Contains("Mixed_6e.branch7x7_2.bn.running_var", Assert.Throws<ModelFileException>(() => FidInception.Build(weights, FidInceptionTap.Pool2048)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_TensorOfAnotherShape_IsNamed()
    {
        var weights = Weights();
        weights["fc.weight"] = new TorchTensor([1000, 2048], new float[1000 * 2048]);
        Assert.Contains("(1000, 2048)", Assert.Throws<ModelFileException>(() => FidInception.Build(weights, FidInceptionTap.Pool2048)).Message, StringComparison.Ordinal);
    }

    private static FormulaWeights Weights() => FormulaWeights.FidInception(Path.Combine(Folder, "tensors.txt"));

    private static float[] Image()
    {
        var values = new float[3 * 299 * 299];
        for (var c = 0; c < 3; c++)
        {
            for (var y = 0; y < 299; y++)
            {
                for (var x = 0; x < 299; x++)
                {
                    values[(((c * 299) + y) * 299) + x] = (((x * 3) + (y * 2) + (c * 40) + (x * y / 16)) % 256 / 255f * 2) - 1;
                }
            }
        }

        return values;
    }
}
