using System.IO.Compression;
using Giqa.Images;
using Giqa.Images.Snapshots;
using Giqa.Tests.Support;

namespace Giqa.Tests.Images.Snapshots;

public sealed class SnapshotFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_WhatTheWriterWrote_RoundTrips()
    {
        var writer = new SnapshotWriter(_folder.Path);
        writer.Write(1500, Pictures(0, 1, 2));
        writer.Write(100, [new SnapshotPicture(7, PaintedImages.Paint(7, 8), "a, \"b\".png", "c.png")]);
        using var snapshots = SnapshotFolder.Open(_folder.Path, new DecodeOptions());
        Assert.Equal([100, 1500], snapshots.Iterations);
        Assert.Equal(new SnapshotImage("snapshots/000100/00007.png", 100, "7", "a, \"b\".png", "c.png"), snapshots.Images[0]);
        Assert.Equal(["7", "0", "1", "2"], snapshots.Images.Select(image => image.Seed));
        Assert.Equal(PaintedImages.Paint(7, 8).Pixels, snapshots.Source.Read(0).Decode(new DecodeOptions()).Pixels);
        Assert.Equal("image,iteration,seed,source,reference", File.ReadLines(_folder.File("manifest.csv")).First());
    }

    [Fact]
    public void Write_TheSameIterationAgain_ReplacesIt()
    {
        var writer = new SnapshotWriter(_folder.Path);
        writer.Write(100, Pictures(0, 1, 2, 3));
        writer.Write(250, Pictures(0));
        writer.Write(100, Pictures(5));
        using var snapshots = SnapshotFolder.Open(_folder.Path, new DecodeOptions());
        Assert.Equal(["5", "0"], snapshots.Images.Select(image => image.Seed));
        Assert.Equal(["00005.png"], Directory.GetFiles(_folder.File("snapshots/000100")).Select(Path.GetFileName));
    }

    [Fact]
    public void Open_AfterAKillWhileWriting_KnowsOnlyWholeSnapshots()
    {
        new SnapshotWriter(_folder.Path).Write(100, Pictures(0));
        Save("snapshots/.000250.partial/00000.png");
        Save("snapshots/000250/00000.png");
        Save("grids/000100.png");
        using var snapshots = SnapshotFolder.Open(_folder.Path, new DecodeOptions());
        Assert.Equal(["snapshots/000100/00000.png"], snapshots.Images.Select(image => image.Image));
    }

    [Theory]
    [InlineData("107900_1_0.png", 107900, "1_0")]
    [InlineData("000250/00007.png", 250, "7")]
    [InlineData("run/snapshots/12/cat.png", 12, "cat")]
    [InlineData("12/107900_1_0.png", 12, "107900_1_0")]
    [InlineData("run/500-9.png", 500, "9")]
    public void Open_WithoutManifest_ReadsNames(string name, long iteration, string seed)
    {
        Save(name);
        using var snapshots = SnapshotFolder.Open(_folder.Path, new DecodeOptions());
        Assert.Equal([new SnapshotImage(name, iteration, seed, null, null)], snapshots.Images);
    }

    [Fact]
    public void Open_Archive_ReadsItsManifest()
    {
        using var archived = new TemporaryFolder();
        var zip = archived.File("run.zip");
        new SnapshotWriter(_folder.Path).Write(3000, Pictures(4));
        ZipFile.CreateFromDirectory(_folder.Path, zip);
        using var snapshots = SnapshotFolder.Open(zip, new DecodeOptions());
        Assert.Equal([new SnapshotImage("snapshots/003000/00004.png", 3000, "4", null, null)], snapshots.Images);
        Assert.Equal(PaintedImages.Paint(4, 8).Pixels, snapshots.Source.Read(0).Decode(new DecodeOptions()).Pixels);
    }

    [Theory]
    [InlineData("image,iteration,seed\na.png,1,0\nb.png,2,0\n", "lists 'b.png', which does not exist")]
    [InlineData("image,iteration,seed\na.png,-1,0\n", "line 2: the iteration is '-1'")]
    [InlineData("image,iteration,seed\na.png,1,0\na.png,2,0\n", "line 3: the image 'a.png' is listed twice")]
    [InlineData("image,seed\na.png,1\n", "no column 'iteration'")]
    [InlineData("image,iteration,seed\n", "lists no images")]
    public void Open_WrongManifest_SaysWhereInOneLine(string manifest, string expected)
    {
        Save("a.png");
        File.WriteAllText(_folder.File("manifest.csv"), manifest);
        var message = Assert.Throws<GiqaException>(() => SnapshotFolder.Open(_folder.Path, new DecodeOptions())).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Open_NameWithoutIteration_SaysWhatIsExpected()
    {
        Save("cat.png");
        var message = Assert.Throws<GiqaException>(() => SnapshotFolder.Open(_folder.Path, new DecodeOptions())).Message;
        Assert.Contains("'cat.png' does not give an iteration", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OneImage_AsksForItsFolder()
    {
        Save("12_1.png");
        var message = Assert.Throws<GiqaException>(() => SnapshotFolder.Open(_folder.File("12_1.png"), new DecodeOptions())).Message;
        Assert.Contains("is a single image", message, StringComparison.Ordinal);
    }

    private static SnapshotPicture[] Pictures(params ulong[] seeds) => Array.ConvertAll(seeds, seed => new SnapshotPicture(seed, PaintedImages.Paint((int)seed, 8)));

    private void Save(string name)
    {
        var path = _folder.File(name);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, ImageEncoder.EncodePng(PaintedImages.Paint(1, 8)));
    }
}
