using Giqa.Storage;
using Giqa.Tests.Support;

namespace Giqa.Tests.Storage;

public sealed class TemporaryFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void In_Names_SayMachineAndProcessAndAreShort()
    {
        var name = Path.GetFileName(TemporaryFile.In(_folder.Path));
        Assert.StartsWith(".giqa-", name, StringComparison.Ordinal);
        Assert.Contains($"-{Environment.ProcessId}-", name, StringComparison.Ordinal);
        Assert.InRange(name.Length, 30, 80);
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => TemporaryFile.In(_folder.Path)).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void RemoveOrphans_OfAnotherMachine_StayForADay()
    {
        var (own, old, foreign, stale, held) = (TemporaryFile.In(_folder.Path), _folder.File(".giqa-01234567.tmp"), _folder.File(".giqa-other-1-0123456789abcdef.tmp"), _folder.File(".giqa-other-2-0123456789abcdef.tmp"), TemporaryFile.In(_folder.Path));
        foreach (var path in (string[])[own, old, foreign, stale])
        {
            File.WriteAllText(path, "left");
        }

        File.SetLastWriteTimeUtc(stale, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2));
        using (new FileStream(held, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            TemporaryFile.RemoveOrphans(_folder.Path);
            Assert.Equal(new[] { foreign, held }.Order(StringComparer.Ordinal), Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void CacheFor_HomeOnTheNetwork_IsLocalWhereThatIsTheUsersOwn()
    {
        if (Environment.GetEnvironmentVariable("GIQA_HOME") is { Length: > 0 } || Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 })
        {
            return;
        }

        var usual = _folder.File("home/.cache/giqa");
        Assert.Equal(usual, UserFolders.CacheFor(usual, _ => false));
        Assert.Equal(usual, UserFolders.CacheFor(usual, _ => true));
        var local = UserFolders.CacheFor(usual, folder => folder.StartsWith(_folder.Path, StringComparison.Ordinal));
        Assert.Equal(Environment.IsPrivilegedProcess || !OperatingSystem.IsLinux() ? usual : Path.Combine(Path.GetTempPath(), $"giqa-{Environment.UserName}"), local);
    }
}
