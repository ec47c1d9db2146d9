using System.Runtime.InteropServices;
using Giqa.Tests.Support;
using Giqa.Training.Torch;

namespace Giqa.Tests.Training.Torch;

public sealed unsafe class TorchLibraryTests
{
    [Fact]
    public void Load_Installed_NamesTheVersion() => Assert.Matches(@"^\d+\.\d+", TorchLibrary.Load().Version);

    [Fact]
    public void Open_MissingFile_NamesTheCommandThatMendsIt()
    {
        var message = Assert.Throws<NativeLibraryException>(() => TorchLibrary.Open("/nowhere/libgiqa_torch.so")).Message;
        Assert.Contains("/nowhere/libgiqa_torch.so", message, StringComparison.Ordinal);
        Assert.Contains("apt-get install libtorch-dev g++", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Open_FileThatIsNoLibrary_SaysSoOnOneLine()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("libgiqa_torch.so"), "not a library");
        var message = Assert.Throws<NativeLibraryException>(() => TorchLibrary.Open(folder.File("libgiqa_torch.so"))).Message;
        Assert.Contains("does not load", message, StringComparison.Ordinal);
        Assert.Contains("apt-get install libtorch-dev g++", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Open_ForeignLibrary_SaysThatItIsNotOurs()
    {
        var foreign = Directory.EnumerateFiles(RuntimeEnvironment.GetRuntimeDirectory(), "libSystem.Native.so").Single();
        Assert.Contains("is not Giqa's training engine", Assert.Throws<NativeLibraryException>(() => TorchLibrary.Open(foreign)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckAbi_OtherInterface_NamesBoth()
    {
        TorchLibrary.CheckAbi(TorchLibrary.Abi, "x.so");
        var message = Assert.Throws<NativeLibraryException>(() => TorchLibrary.CheckAbi(99, "x.so")).Message;
        Assert.Contains("x.so speaks interface 99, this program 1", message, StringComparison.Ordinal);
    }

    [Fact]
    public void NativeLayouts_AreTheShims()
    {
        Assert.Equal(16, sizeof(NativeValue));
        Assert.Equal(24 + 8 + 64, sizeof(NativeInfo));
        Assert.Equal(36, sizeof(NativeAdamStep));
    }
}
