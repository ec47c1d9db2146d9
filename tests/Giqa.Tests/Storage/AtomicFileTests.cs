using Giqa.Storage;
using Giqa.Tests.Support;

namespace Giqa.Tests.Storage;

public sealed class AtomicFileTests : IDisposable
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
}
