using System.Diagnostics;
using Giqa.Benchmarks.Support;
using Giqa.Numerics;
using Giqa.Training.Torch;
using Microsoft.ML.OnnxRuntime;

namespace Giqa.Benchmarks.All;

/// <summary>The versions that a run met, of the peers and of what Giqa itself runs on.</summary>
internal static class PeerVersions
{
    /// <summary>One "name version" each; the peers' first.</summary>
    internal static async Task<IReadOnlyList<string>> ReadAsync()
    {
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", [Repository.Find("bench", "peers", "versions.py")]) { RedirectStandardOutput = true })!;
        var text = await python.StandardOutput.ReadToEndAsync();
        await python.WaitForExitAsync();
        return
        [
            .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            $"Giqa's ONNX Runtime {OrtEnv.Instance().GetVersionString()}",
            $"Giqa's libtorch {Torch()}",
            $"Giqa's BLAS {LinearAlgebra.Current.Description}",
        ];
    }

    private static string Torch()
    {
        try
        {
            return TorchLibrary.Load().Version;
        }
        catch (GiqaException)
        {
            return "missing";
        }
    }
}
