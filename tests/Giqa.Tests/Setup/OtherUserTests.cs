using Giqa.Tests.Packages;
using Giqa.Tests.Support;

namespace Giqa.Tests.Setup;

/// <summary>What becomes of a clone that another user owns: the script says it, step by step.</summary>
public sealed class OtherUserTests
{
    [Fact]
    public void Clone_OfSomebodyElse_RunsAndIsNotWrittenTo()
    {
        using var work = new TemporaryFolder();

        _ = Processes.Run("bash", [Repository.PathOf("tests", "Giqa.Tests", "Setup", "other-user.sh"), Repository.Root, work.Path], work.Path);
    }
}
