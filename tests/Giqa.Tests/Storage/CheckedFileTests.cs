using Giqa.Storage;
using Giqa.Tests.Support;

namespace Giqa.Tests.Storage;

/// <summary>Files with their checksum at the end.</summary>
public sealed class CheckedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_000)]
    public void TryRead_WhatWasWritten_ComesBackAndAnythingElseIsNull(int length)
    {
        var path = _folder.File("x.bin");
        byte[] content = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
        Assert.Null(CheckedFile.TryRead(path));
        CheckedFile.Write(path, stream => stream.Write(content));
        Assert.Equal(content, CheckedFile.TryRead(path)!.Value.ToArray());

        var whole = File.ReadAllBytes(path);
        foreach (var place in (int[])[0, whole.Length / 2, whole.Length - 1])
        {
            byte[] damaged = [.. whole];
            damaged[place] ^= 1;
            File.WriteAllBytes(path, damaged);
            Assert.Null(CheckedFile.TryRead(path));
        }

        File.WriteAllBytes(path, whole[..^1]);
        Assert.Null(CheckedFile.TryRead(path));
        File.WriteAllBytes(path, []);
        Assert.Null(CheckedFile.TryRead(path));
    }
}
