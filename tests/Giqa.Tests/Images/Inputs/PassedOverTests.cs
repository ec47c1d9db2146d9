using System.IO.Compression;
using Giqa.Images;
using Giqa.Tests.Support;

namespace Giqa.Tests.Images.Inputs;

/// <summary>What folders and archives hold beside their images.</summary>
public sealed class PassedOverTests : IDisposable
{
    private static readonly string[] Mixed = ["a.ppm", "b.tga", "c.TGA", "d", "e.zip", ".hidden", "@eaDir/a.ppm/thumb.ppm", "sub/$RECYCLE.BIN/x.ppm", "sub/__MACOSX/y.ppm", "sub/f.txt"];

    private static readonly string[] Run =
    [
        "manifest.csv", "config.json", "snapshots/000100/1.ppm", "snapshots/000200/1.ppm", "grids/000100.ppm", "sources/0.ppm", "references/0.ppm", "real/0.ppm",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Open_WhatIsNoImage_IsCountedByKind(bool zipped)
    {
        using var source = ImageInput.Open(Make("", Mixed, zipped), Source.Options);
        Assert.Equal(["a.ppm"], Source.Names(source));
        Assert.Equal("2 .tga, 1 $RECYCLE.BIN/, 1 .txt, 1 .zip, 1 @eaDir/, 1 __MACOSX/, 1 without an extension; archives and arrays are separate INPUTs", source.PassedOver.ToString());
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("", true)]
    [InlineData("real/runs/", false)]
    [InlineData("real/runs/", true)]
    public void Open_TrainingRun_HoldsItsSnapshotsAlone(string prefix, bool zipped)
    {
        using var source = ImageInput.Open(Make(prefix, Run, zipped), Source.Options);
        Assert.Equal([$"{prefix}snapshots/000100/1.ppm", $"{prefix}snapshots/000200/1.ppm"], Source.Names(source));
        Assert.Equal(1, source.PassedOver.Counts["grids/"]);
    }

    [Fact]
    public void Open_FoldersOfThoseNamesElsewhere_AreFoldersLikeOthers() =>
        Assert.Equal(3, Source.NamesOf(Make("", ["snapshots/a.ppm", "grids/b.ppm", "real/c.ppm"], zipped: false)).Length);

    [Fact]
    public void Open_StoreWithoutExtensions_GoesByFirstBytes()
    {
        var store = Make("", ["3f2a", "77b0"], zipped: false);
        File.WriteAllText(Path.Combine(store, "README"), "text");
        using var source = ImageInput.Open(store, Source.Options);
        Assert.Equal(["3f2a", "77b0"], Source.Names(source));
        Assert.Equal("1 without an extension", source.PassedOver.ToString());

        // A folder that has images by name is taken by name: links into a store and the store itself would count twice.
        Directory.CreateDirectory(Path.Combine(store, "snapshot"));
        File.CreateSymbolicLink(Path.Combine(store, "snapshot/cat.ppm"), Path.Combine(store, "3f2a"));
        Assert.Equal(["snapshot/cat.ppm"], Source.NamesOf(store));
    }

    [Fact]
    public void Open_FolderOfArrays_SaysWhatToDo()
    {
        var error = Source.ErrorOf(Make("", ["0.npz", "1.npz"], zipped: false));
        Assert.Contains("passed over 2 .npz", error, StringComparison.Ordinal);
        Assert.Contains("separate INPUTs", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ArchivesAmongImages_AreUnsupportedAndNotBroken()
    {
        File.WriteAllBytes(_folder.File("a.png"), [.. "PK\u0003\u0004"u8, .. new byte[40]]);
        File.WriteAllBytes(_folder.File("b.png"), Tar());
        File.WriteAllText(_folder.File("list.txt"), "a.png\nb.png\n");
        using var source = ImageInput.Open($"@{_folder.File("list.txt")}", Source.Options);
        Assert.Equal(ImageFault.Unsupported, Source.FaultOf(source, 0));
        Assert.Equal(ImageFault.Unsupported, Source.FaultOf(source, 1));
        Assert.Equal(["b.png/0.png"], Source.NamesOf(_folder.File("b.png")));
    }

    [Theory]
    [InlineData("real/a.ppm 3", "without a label")]
    [InlineData("real/a.ppm\t3", "without a label")]
    [InlineData("real\\a.ppm", "with / instead of")]
    public void Read_LinesThatMeanAFile_AreTold(string line, string expected)
    {
        Directory.CreateDirectory(_folder.File("real"));
        File.WriteAllBytes(_folder.File("real/a.ppm"), Source.Ppm(1));
        File.WriteAllText(_folder.File("list.txt"), line);
        using var source = ImageInput.Open($"@{_folder.File("list.txt")}", Source.Options);
        Assert.Contains(expected, Assert.Throws<ImageException>(() => source.Read(0)).Message, StringComparison.Ordinal);
    }

    private static byte[] Tar()
    {
        using var stream = new MemoryStream();
        using (var writer = new System.Formats.Tar.TarWriter(stream, leaveOpen: true))
        {
            writer.WriteEntry(new System.Formats.Tar.UstarTarEntry(System.Formats.Tar.TarEntryType.RegularFile, "0.png") { DataStream = new MemoryStream(Source.Ppm(1)) });
        }

        return stream.ToArray();
    }

    private string Make(string prefix, string[] names, bool zipped)
    {
        var root = _folder.File("in");
        foreach (var name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, prefix + name))!);
            File.WriteAllBytes(Path.Combine(root, prefix + name), Source.Ppm(1));
        }

        if (!zipped)
        {
            return root;
        }

        ZipFile.CreateFromDirectory(root, _folder.File("in.zip"));
        return _folder.File("in.zip");
    }
}
