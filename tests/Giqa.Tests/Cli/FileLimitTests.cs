using Giqa.Cli;

namespace Giqa.Tests.Cli;

public sealed class FileLimitTests
{
    [Theory]
    [InlineData("Max open files            64                   64                   files     ", true)]
    [InlineData("Max open files            1024                 524288               files     ", false)]
    [InlineData("Max open files            unlimited            unlimited            files     ", false)]
    [InlineData("Max locked memory         64                   64                   bytes     ", false)]
    public void Fault_OfTheKernelsTable_NamesWhatRunsOut(string row, bool isFault) =>
        Assert.Equal(isFault, FileLimit.Fault(["Limit                     Soft Limit           Hard Limit           Units     ", row])?.Contains("only 64 files", StringComparison.Ordinal) ?? false);
}
