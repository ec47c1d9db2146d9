using Giqa.Tests.Support;

namespace Giqa.Tests.Packages;

/// <summary>What a publish for another platform holds. It was not run there.</summary>
[Collection(PackagesTests.Builds)]
public sealed class PublishTests
{
    [Theory]
    [InlineData("linux-x64", "Giqa.Cli", "libonnxruntime.so", "libe_sqlite3.so", "libSkiaSharp.so", "libopenblas.so.0", "libgfortran.so.5", "libquadmath.so.0")]
    [InlineData("linux-arm64", "Giqa.Cli", "libonnxruntime.so", "libe_sqlite3.so", "libSkiaSharp.so")]
    [InlineData("osx-arm64", "Giqa.Cli", "libonnxruntime.dylib", "libe_sqlite3.dylib", "libSkiaSharp.dylib")]
    [InlineData("win-x64", "Giqa.Cli.exe", "onnxruntime.dll", "e_sqlite3.dll", "libSkiaSharp.dll")]
    public void Program_PublishedForAPlatform_HoldsItsNativesAndNoOthers(string platform, string host, params string[] natives)
    {
        using var folder = new TemporaryFolder();
        _ = Processes.Run("dotnet", ["publish", Repository.PathOf("src", "Giqa.Cli"), "-c", "Release", "-r", platform, "--no-self-contained", "-v", "quiet", "--nologo", "--disable-build-servers", "-o", folder.Path], Repository.Root);

        var files = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories);
        var names = files.Select(file => Path.GetFileName(file)).ToList();
        Assert.All([host, .. natives], name => Assert.Contains(name, names));
        Assert.Equal(platform.StartsWith("win", StringComparison.Ordinal), names.Contains("onnxruntime.dll"));
        Assert.Equal(platform == "linux-x64" || platform == "linux-arm64", names.Contains("libonnxruntime.so"));
        Assert.Equal(platform == "linux-x64", names.Contains("libopenblas.so.0"));
        Assert.True(platform == System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier || !names.Contains("libgiqa_torch.so"), "the shim of this machine is of no use there");
        Assert.DoesNotContain(names, name => name.EndsWith(".pdb", StringComparison.Ordinal) && !name.StartsWith("Giqa", StringComparison.Ordinal));
        var megabytes = files.Sum(file => new FileInfo(file).Length) / 1e6;

        // Of it 12 are the types of Kubernetes' objects, and a third is OpenBLAS.
        Assert.True(megabytes < 130, $"{megabytes:0} MB");
    }
}
