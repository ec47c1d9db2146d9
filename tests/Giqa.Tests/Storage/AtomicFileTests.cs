using System.Runtime.InteropServices;
using Giqa.Storage;
using Giqa.Tests.Support;

namespace Giqa.Tests.Storage;

public sealed partial class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_ThatThrows_LeavesTheOldFileAndNothingElse()
    {
        var path = _folder.File("scores.csv");
        AtomicFile.WriteText(path, "old");
        _ = Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Write_IntoMissingFolder_MakesIt()
    {
        var path = _folder.File("a/b/c.txt");
        AtomicFile.WriteText(path, "x");
        Assert.Equal("x", File.ReadAllText(path));
    }

    [Fact]
    public void Write_WhereAFolderStands_SaysSo()
    {
        var path = _folder.File("taken");
        _ = Directory.CreateDirectory(path);
        Assert.Contains("cannot write", Assert.Throws<GiqaException>(() => AtomicFile.WriteText(path, "x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ThroughALink_ReplacesTheFileAndKeepsTheLink()
    {
        var (target, link, dangling) = (_folder.File("run7.csv"), _folder.File("latest.csv"), _folder.File("next.csv"));
        File.WriteAllText(target, "old");
        File.CreateSymbolicLink(link, "run7.csv");
        File.CreateSymbolicLink(dangling, _folder.File("run8.csv"));
        AtomicFile.WriteText(link, "new");
        AtomicFile.WriteText(dangling, "first");
        Assert.Equal("new", File.ReadAllText(target));
        Assert.Equal("run7.csv", new FileInfo(link).LinkTarget);
        Assert.Equal("first", File.ReadAllText(_folder.File("run8.csv")));
        Assert.Equal(4, Directory.GetFileSystemEntries(_folder.Path).Length);
    }

    [Fact]
    public async Task Write_IntoAPipe_GoesToItsReader()
    {
        var pipe = _folder.File("pipe");
        Assert.Equal(0, MakePipe(pipe, 0x1B6));
        AtomicFile.RequireWritable(pipe);
        var reader = Task.Run(() => File.ReadAllText(pipe));
        AtomicFile.Write(pipe, stream =>
        {
            stream.Write("....whole"u8);
            stream.Position = 0;
            stream.Write("the "u8);
        });
        Assert.Equal("the whole", await reader);
        Assert.Equal([pipe], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Write_IntoADevice_LeavesItADevice()
    {
        AtomicFile.RequireWritable("/dev/null");
        AtomicFile.WriteText("/dev/null", "gone");
        Assert.Equal(FileKind.Device, RegularFile.KindOf("/dev/null"));
        Assert.Contains("cannot write /dev/full: there is no room left on its disk", Assert.Throws<GiqaException>(() => AtomicFile.WriteText("/dev/full", "x")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/proc/x.csv")]
    [InlineData("/proc/nowhere/x.csv")]
    [InlineData("/dev/null/x.csv")]
    public void RequireWritable_WhereNothingCanBe_SaysSoInOneLine(string path)
    {
        var message = Assert.Throws<GiqaException>(() => AtomicFile.RequireWritable(path)).Message;
        Assert.StartsWith($"cannot write {path}: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain(".tmp", message, StringComparison.Ordinal);
    }

    [Fact]
    public void RequireWritable_LeavesNothingBehind()
    {
        AtomicFile.RequireWritable(_folder.File("a/b/c.csv"));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, uint mode);
}
