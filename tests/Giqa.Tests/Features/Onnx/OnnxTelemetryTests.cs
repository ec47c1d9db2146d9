using System.Diagnostics;
using System.Runtime.InteropServices;
using Giqa.Tests.Support;

namespace Giqa.Tests.Features.Onnx;

public sealed class OnnxTelemetryTests
{
    [Fact]
    public void Library_Loaded_SetsTheSwitchWhereNativeCodeReadsIt()
    {
        System.Runtime.CompilerServices.RuntimeHelpers.RunModuleConstructor(typeof(GiqaException).Module.ModuleHandle);

        var value = OperatingSystem.IsWindows() ? Environment.GetEnvironmentVariable("ORT_DISABLE_TELEMETRY") : Marshal.PtrToStringUTF8(GetEnvironment("ORT_DISABLE_TELEMETRY"));

        Assert.Equal("1", value);
    }

    /// <summary>With the switch at 0 the runtime makes <c>.onnxruntime/deviceid</c> there, before it sends anything.</summary>
    [Fact]
    public async Task Program_UsingTheRuntime_LeavesNoNumberOfTheMachine()
    {
        using var home = new TemporaryFolder();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Giqa.Cli.dll"), "doctor"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HOME"] = home.Path, ["XDG_CACHE_HOME"] = null, ["ORT_DISABLE_TELEMETRY"] = null },
        };
        using var process = Process.Start(start)!;
        _ = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();

        var left = Directory.EnumerateFileSystemEntries(home.Path, "*onnxruntime*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 });
        Assert.Empty(left);
    }

    [DllImport("libc", EntryPoint = "getenv", CharSet = CharSet.Ansi)]
    private static extern nint GetEnvironment(string name);
}
