using System.Diagnostics;
using Giqa.Images;
using Giqa.Selection;
using Giqa.Storage;
using Giqa.Tests.Support;

namespace Giqa.Tests.Images.Inputs;

/// <summary>Names that are not UTF-8, hold line breaks, or look like something else: Linux allows them all.</summary>
public sealed class ForeignNamesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        // .NET cannot remove names that it cannot spell.
        using var remove = Process.Start("find", [_folder.Path, "-mindepth", "1", "-delete"]);
        remove.WaitForExit();
        _folder.Dispose();
    }

    [Fact]
    public void Open_FolderWithNamesThatAreNotUtf8_ReadsEachUnderANameOfItsOwn()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        Write("caf\\xE9.ppm", 1);
        Write("caf\\xEA.ppm", 2);
        Write("caf\\x5CxE9.ppm", 3);
        Write("d\\xFF/x.ppm", 4);
        Write("ok.ppm", 5);
        using var source = ImageInput.Open(_folder.Path, Source.Options);
        Assert.Equal(["caf\\x5CxE9.ppm", "caf\\xE9.ppm", "caf\\xEA.ppm", "d\\xFF/x.ppm", "ok.ppm"], Source.Names(source));
        Assert.Equal([3, 1, 2, 4, 5], Enumerable.Range(0, 5).Select(index => (int)Source.Pixels(source, index)[0]));
        Assert.Equal(["x.ppm"], Source.NamesOf(_folder.File("d\\xFF")));
        Assert.Equal(["caf\\xE9.ppm"], Source.NamesOf(_folder.File("caf\\xE9.ppm")));
    }

    [Fact]
    public void Open_List_NamesAnyFile()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        string[] names = ["new\nline.ppm", " lead.ppm", "trail.ppm ", "#2.ppm", "cr\r.ppm", "caf\\xE9.ppm", "a\\b.ppm", "a\\x5CxE9.ppm"];
        for (var i = 0; i < names.Length; i++)
        {
            Write(names[i], (byte)(i + 1));
        }

        File.WriteAllLines(_folder.File("list.txt"), names.Select(name => ImageList.LineOf(_folder.File(name))));
        Check($"@{_folder.File("list.txt")}", names.Length);
        File.WriteAllLines(_folder.File("relative.txt"), names.Select(ImageList.LineOf));
        Check($"@{_folder.File("relative.txt")}", names.Length);

        // As 'ls > list.txt' writes it, and as a person may type a name with a backslash.
        File.WriteAllBytes(_folder.File("raw.txt"), [.. "caf"u8, 0xE9, .. ".ppm\na\\xE9.ppm\n"u8]);
        using var raw = ImageInput.Open($"@{_folder.File("raw.txt")}", Source.Options);
        Assert.Equal([6, 8], Enumerable.Range(0, 2).Select(index => (int)Source.Pixels(raw, index)[0]));
    }

    [Theory]
    [InlineData(TransferKind.Copy)]
    [InlineData(TransferKind.Link)]
    [InlineData(TransferKind.Move)]
    public void Transfer_NamesThatAreNotUtf8_KeepTheirBytes(TransferKind kind)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        Write("in/d\\xFF/caf\\xE9.ppm", 7);
        using (var source = ImageInput.Open(_folder.File("in"), Source.Options))
        {
            _ = PickTransfer.Run(source, [0], _folder.File("out"), new TransferOptions { Kind = kind });
        }

        using var placed = ImageInput.Open(_folder.File("out"), Source.Options);
        Assert.Equal(["d\\xFF/caf\\xE9.ppm"], Source.Names(placed));
        Assert.Equal(7, Source.Pixels(placed, 0)[0]);
        Assert.Equal(kind != TransferKind.Move, RegularFile.Exists(_folder.File("in/d\\xFF/caf\\xE9.ppm")));
    }

    [Fact]
    public void Restore_ArgumentsThatAreNotUtf8_GetTheirBytesBack() => Assert.Equal(
        ["score", "caf\\xE9.png", "\u00E9"],
        CommandLineText.Restore(["score", "caf\uFFFD.png", "\u00E9"], [.. "dotnet\0giqa.dll\0score\0caf"u8, 0xE9, .. ".png\0\u00E9\0"u8]));

    private static void Check(string list, int count)
    {
        using var source = ImageInput.Open(list, Source.Options);
        Assert.Equal(Enumerable.Range(1, count), Enumerable.Range(0, source.Count).Select(index => (int)Source.Pixels(source, index)[0]));
    }

    private void Write(string name, byte value)
    {
        PathFiles.MakeFolder(Path.GetDirectoryName(_folder.File(name))!);
        using var file = PathFiles.Create(_folder.File(name));
        file.Write(Source.Ppm(value));
    }
}
