using System.Diagnostics;
using Giqa.Features;
using Giqa.Images;
using Giqa.Models;
using Giqa.Scores;
using Giqa.Storage;
using Giqa.Tests.Support;

namespace Giqa.Tests.Storage;

public sealed class RegularFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("m.giqa")]
    [InlineData("f.safetensors")]
    [InlineData("f.npy")]
    [InlineData("f.npz")]
    [InlineData("s.csv")]
    [InlineData("@l.txt")]
    public async Task Reading_PipeInPlaceOfAnyFile_NeverWaits(string name)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var path = _folder.File(name.TrimStart('@'));
        using var mkfifo = Process.Start("mkfifo", path);
        await mkfifo.WaitForExitAsync();
        var read = Task.Run<Exception?>(() => Record.Exception(() => Read(name, path)));
        var failure = await read.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.IsAssignableFrom<GiqaException>(failure);
        Assert.Contains("is a pipe", failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenRead_WhatIsThereAndWhatIsNot_IsTold()
    {
        File.WriteAllText(_folder.File("a"), "text");
        File.CreateSymbolicLink(_folder.File("link"), _folder.File("a"));
        using (var reader = new StreamReader(RegularFile.OpenRead(_folder.File("link"))))
        {
            Assert.Equal("text", reader.ReadToEnd());
        }

        Assert.True(RegularFile.Exists(_folder.File("link")));
        Assert.False(RegularFile.Exists(_folder.Path));
        Assert.Throws<FileNotFoundException>(() => RegularFile.OpenRead(_folder.File("b")));
        Assert.Throws<NotRegularFileException>(() => RegularFile.OpenRead(_folder.Path));
    }

    private static void Read(string name, string path)
    {
        switch (Path.GetExtension(name))
        {
            case ".giqa":
                _ = QualityModel.Load(path);
                break;
            case ".safetensors":
                _ = FeatureSet.Load(path);
                break;
            case ".npy":
                _ = FeatureSet.FromNpy(path);
                break;
            case ".npz":
                _ = Npz.Read(path);
                break;
            case ".csv":
                _ = ScoreFile.Read(path);
                break;
            default:
                ImageInput.Open($"@{path}", new DecodeOptions()).Dispose();
                break;
        }
    }
}
