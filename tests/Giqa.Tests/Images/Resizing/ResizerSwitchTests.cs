using System.Diagnostics;
using Giqa.Images;

namespace Giqa.Tests.Images.Resizing;

/// <summary>Runs the golden tests again in processes that may not use the newer instructions.</summary>
public sealed class ResizerSwitchTests
{
    internal const string ExpectedPath = "GIQA_TEST_EXPECTED_VECTOR_PATH";

    [Theory]
    [InlineData("DOTNET_EnableAVX512", nameof(VectorPath.Avx2))]
    [InlineData("DOTNET_EnableHWIntrinsic", nameof(VectorPath.Scalar))]
    public async Task Goldens_WithInstructionsSwitchedOff_StillHold(string variable, string path)
    {
        if (VectorPaths.Best < Enum.Parse<VectorPath>(path))
        {
            return;
        }

        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { "vstest", typeof(ResizerGoldenTests).Assembly.Location, $"/TestCaseFilter:FullyQualifiedName~{nameof(ResizerGoldenTests)}" },
            Environment = { [variable] = "0", [ExpectedPath] = path },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0 && output.Contains("Passed", StringComparison.Ordinal), output + await errors);
    }
}
