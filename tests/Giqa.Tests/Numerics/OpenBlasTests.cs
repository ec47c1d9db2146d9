using System.Runtime.Intrinsics.X86;
using Giqa.Numerics;
using Giqa.Tests.Cli;
using Giqa.Tests.Support;

namespace Giqa.Tests.Numerics;

public sealed class OpenBlasTests
{
    private static bool IsOff => Environment.GetEnvironmentVariable(OpenBlasLibrary.Variable) == OpenBlasLibrary.Off;

    [Fact]
    public void Describe_NamesWhatIsUsed() => Assert.Contains(IsOff ? "managed code" : "OpenBLAS", LinearAlgebra.Describe(), StringComparison.Ordinal);

    [Fact]
    public void Describe_ProcessorWithWideVectors_UsesNoKernelsWithoutThem()
    {
        string[] withoutWideVectors = ["Prescott", "Core2", "Generic"];
        Assert.True(!Avx2.IsSupported || !withoutWideVectors.Any(LinearAlgebra.Describe().Contains), LinearAlgebra.Describe());
    }

    [Fact]
    public async Task Score_LibraryThatCannotBeLoaded_IsNamedAndTheModelIsNotBlamed()
    {
        using var folder = new TemporaryFolder();
        using var process = GiqaProcess.Start(folder.Path, (OpenBlasLibrary.Variable, "/nonexistent.so"), ["score", Fixture.PathOf("images"), "--model", Fixture.PathOf(Path.Combine("models", "before-folds-gmm.giqa")), "--quiet"]);

        var run = await process.EndAsync();

        Assert.NotEqual(0, run.Code);
        Assert.Contains("GIQA_OPENBLAS names /nonexistent.so, which cannot be loaded", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("damaged", run.Error, StringComparison.Ordinal);
    }
}
