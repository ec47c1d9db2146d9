using System.Formats.Tar;
using Giqa.Images;
using Giqa.Tests.Support;

namespace Giqa.Tests.Images.Inputs;

public sealed class TarInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void Open_Shard_HasItsImagesInTheArchivesOrderUnderTheShardsName(TarEntryFormat format)
    {
        var path = Write("0.tar", format, ("./b/x.ppm", Source.Ppm(1)), ("notes.txt", [1]), ("a.PPM", Source.Ppm(2)), (".hidden/c.ppm", [0]), ("__MACOSX/d.ppm", [0]), ("../../e.ppm", Source.Ppm(3)));
        using var source = ImageInput.Open(path, Source.Options);
        Assert.Equal(["0.tar/b/x.ppm", "0.tar/a.PPM", "0.tar/../../e.ppm"], Source.Names(source));
        Assert.Equal([1, 2, 3], Enumerable.Range(0, 3).Select(index => (int)Source.Pixels(source, index)[0]));
        Assert.Equal(1, source.PassedOver.Counts[".txt"]);
        Assert.Null(source.GetPath(0));
    }

    [Fact]
    public void Open_LongNames_AreWhole()
    {
        var name = $"{new string('k', 150)}/{new string('n', 200)}.ppm";
        Assert.Equal([$"0.tar/{name}"], Source.NamesOf(Write("0.tar", TarEntryFormat.Pax, (name, Source.Ppm(1)))));
        Assert.Equal([$"1.tar/{name}"], Source.NamesOf(Write("1.tar", TarEntryFormat.Gnu, (name, Source.Ppm(1)))));
    }

    [Fact]
    public void Open_ClassFiles_BecomeTheFolderThatClassesAre()
    {
        var path = Write("0.tar", TarEntryFormat.Ustar,
            ("000.ppm", Source.Ppm(1)), ("000.cls", "7\n"u8.ToArray()), ("000.json", [1]), ("train/001.left.ppm", Source.Ppm(2)), ("train/001.cls", "cat"u8.ToArray()), ("002.ppm", Source.Ppm(3)), ("002.cls", "../x"u8.ToArray()));
        using var source = ImageInput.Open(path, Source.Options);
        Assert.Equal(["0.tar/7/000.ppm", "0.tar/train/cat/001.left.ppm", "0.tar/002.ppm"], Source.Names(source));
        Assert.Equal(["7", "train/cat", ""], Source.Names(source).Select(ImageFolders.Of));
    }

    [Fact]
    public void Open_Braces_AreOneListWithUniqueNamesAsTheShellWouldMakeIt()
    {
        for (var shard = 8; shard < 12; shard++)
        {
            _ = Write($"{shard:D3}.tar", TarEntryFormat.Ustar, ("a.ppm", Source.Ppm((byte)shard)), ("b.ppm", Source.Ppm((byte)(shard + 100))));
        }

        var braces = _folder.File("{008..011}.tar");
        var names = Source.NamesOf(braces);
        Assert.Equal(["008.tar/a.ppm", "008.tar/b.ppm", "009.tar/a.ppm", "009.tar/b.ppm", "010.tar/a.ppm", "010.tar/b.ppm", "011.tar/a.ppm", "011.tar/b.ppm"], names);
        Assert.Equal(names, Source.NamesOf([.. Enumerable.Range(8, 4).Select(shard => _folder.File($"{shard:D3}.tar"))]));
        Assert.Equal(names[3..6], Source.NamesOf($"{braces}:3..6"));
        Assert.Equal(["009.tar/a.ppm", "009.tar/b.ppm", "011.tar/a.ppm", "011.tar/b.ppm"], Source.NamesOf(_folder.File("0{09,11}.tar")));
        using var source = ImageInput.Open(braces, Source.Options);
        Assert.Equal([8, 108, 9, 109, 10, 110, 11, 111], Enumerable.Range(0, 8).Select(index => (int)Source.Pixels(source, index)[0]));
    }

    [Fact]
    public void Open_BracesBeyondWhatIsThere_AreRefused()
    {
        _ = Write("0.tar", TarEntryFormat.Ustar, ("a.ppm", Source.Ppm(1)));
        Assert.Contains("nor do 1 others of the 3", Source.ErrorOf(_folder.File("{0..2}.tar")), StringComparison.Ordinal);
        Assert.Contains("100000", Source.ErrorOf(_folder.File("{0..99999999999}.tar")), StringComparison.Ordinal);
        Assert.Contains("100000", Source.ErrorOf(_folder.File("{0..999}{0..999}.tar")), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FolderNamedWithBraces_IsThatFolder()
    {
        _ = Directory.CreateDirectory(_folder.File("{a,b}"));
        File.WriteAllBytes(_folder.File("{a,b}/x.ppm"), Source.Ppm(1));
        Assert.Equal(["x.ppm"], Source.NamesOf(_folder.File("{a,b}")));
    }

    [Fact]
    public void Open_List_MayNameShardsAmongImages()
    {
        _ = Write("0.tar", TarEntryFormat.Ustar, ("a.ppm", Source.Ppm(1)));
        _ = Write("1.tar", TarEntryFormat.Ustar, ("a.ppm", Source.Ppm(2)));
        File.WriteAllBytes(_folder.File("x.ppm"), Source.Ppm(3));
        File.WriteAllText(_folder.File("list.txt"), "x.ppm\n{0..1}.tar\nmissing.tar\n0.tar\n");
        using var source = ImageInput.Open($"@{_folder.File("list.txt")}", Source.Options);
        Assert.Equal(["x.ppm", "0.tar/a.ppm", "1.tar/a.ppm", "missing.tar", "0.tar#2/a.ppm"], Source.Names(source));
        Assert.Equal([3, 1, 2], Enumerable.Range(0, 3).Select(index => (int)Source.Pixels(source, index)[0]));
        Assert.Equal(ImageFault.Unreadable, Source.FaultOf(source, 3));
    }

    [Fact]
    public void Open_DamagedHeader_CostsThatImageAndARowSaysSo()
    {
        var path = Write("0.tar", TarEntryFormat.Ustar, ("a.ppm", Source.Ppm(1)), ("b.ppm", Source.Ppm(2)), ("c.ppm", Source.Ppm(3)));
        Change(path, bytes => bytes.AsSpan(1024 + 124, 12).Fill((byte)'9'));
        using var source = ImageInput.Open(path, Source.Options);
        Assert.Equal(["0.tar/a.ppm", "0.tar/lost-at-1024", "0.tar/c.ppm"], Source.Names(source));
        Assert.Equal(ImageFault.Corrupt, Source.FaultOf(source, 1));
        Assert.Equal(3, Source.Pixels(source, 2)[0]);
    }

    [Fact]
    public void Open_ZeroedHeader_IsNoEndWhereEntriesFollow()
    {
        var path = Write("0.tar", TarEntryFormat.Ustar, ("a.ppm", Source.Ppm(1)), ("b.ppm", Source.Ppm(2)), ("c.ppm", Source.Ppm(3)));
        Change(path, bytes => bytes.AsSpan(1024, 512).Clear());
        Assert.Equal(["0.tar/a.ppm", "0.tar/lost-at-1024", "0.tar/c.ppm"], Source.NamesOf(path));
    }

    [Theory]
    [InlineData(1024 + 512 + 10, "0.tar/a.ppm|0.tar/b.ppm", "bytes are missing")] // within an image
    [InlineData(1024 + 100, "0.tar/a.ppm|0.tar/lost-at-1024", "not tar entries")] // within a header
    [InlineData(1024, "0.tar/a.ppm|0.tar/lost-at-1024", "no end mark")] // between two entries
    public void Open_CutArchive_HasTheRestAndARowThatSaysSo(int length, string names, string detail)
    {
        var path = Write("0.tar", TarEntryFormat.Ustar, ("a.ppm", Source.Ppm(1)), ("b.ppm", Source.Ppm(2)), ("c.ppm", Source.Ppm(3)));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..length]);
        using var source = ImageInput.Open(path, Source.Options);
        Assert.Equal(names.Split('|'), Source.Names(source));
        Assert.Equal(1, Source.Pixels(source, 0)[0]);
        var error = Assert.Throws<ImageException>(() => source.Read(1));
        Assert.Equal(ImageFault.Truncated, error.Fault);
        Assert.Contains(detail, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ArchivesOneBehindTheOther_AreReadToTheEnd()
    {
        var (first, second) = (Write("0.tar", TarEntryFormat.Ustar, ("a.ppm", Source.Ppm(1))), Write("1.tar", TarEntryFormat.Ustar, ("b.ppm", Source.Ppm(2))));
        File.WriteAllBytes(_folder.File("both.tar"), [.. File.ReadAllBytes(first), .. File.ReadAllBytes(second)]);
        Assert.Equal(["both.tar/a.ppm", "both.tar/b.ppm"], Source.NamesOf(_folder.File("both.tar")));
    }

    [Fact]
    public void Open_Links_AreTheFilesThatTheyName()
    {
        var path = _folder.File("0.tar");
        using (var writer = new TarWriter(File.Create(path)))
        {
            Add(writer, TarEntryFormat.Pax, "d/a.ppm", Source.Ppm(5));
            writer.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, "hard.ppm") { LinkName = "d/a.ppm" });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "e/soft.ppm") { LinkName = "../d/a.ppm" });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "out.ppm") { LinkName = "/etc/passwd" });
        }

        using var source = ImageInput.Open(path, Source.Options);
        Assert.Equal([5, 5, 5], Enumerable.Range(0, 3).Select(index => (int)Source.Pixels(source, index)[0]));
        Assert.Equal(ImageFault.Unreadable, Source.FaultOf(source, 3));
    }

    [Fact]
    public void Open_NothingSound_IsAnErrorAloneAndARowAmongShards()
    {
        var sound = Write("0.tar", TarEntryFormat.Ustar, ("a.ppm", Source.Ppm(1)));
        File.WriteAllText(_folder.File("1.tar"), "<html>404</html>");
        File.WriteAllText(_folder.File("2.tar"), string.Empty);
        Assert.Contains("not tar entries", Source.ErrorOf(_folder.File("1.tar")), StringComparison.Ordinal);
        Assert.Contains("has no bytes", Source.ErrorOf(_folder.File("2.tar")), StringComparison.Ordinal);
        Assert.Contains("gunzip", Source.ErrorOf(Gzip(sound)), StringComparison.Ordinal);
        Assert.Equal(["0.tar/a.ppm", "1.tar/lost-at-0", "2.tar/lost-at-0"], Source.NamesOf(_folder.File("{0..2}.tar")));
        Assert.Equal(["0.tar/a.ppm", "1.tar/lost-at-0"], Source.NamesOf(sound, _folder.File("1.tar")));
    }

    [Fact]
    public void Read_LargerThanAllowed_IsTooLarge()
    {
        var path = Write("0.tar", TarEntryFormat.Ustar, ("a.ppm", Source.Ppm(1, 100)));
        using var source = ImageInput.Open(path, new DecodeOptions { MaxFileBytes = 1000 });
        Assert.Equal(ImageFault.TooLarge, Source.FaultOf(source, 0));
    }

    [Fact]
    public void Read_LargerThanAnyArray_IsTooLargeWhateverIsAllowed()
    {
        const long Length = 2_200_000_000;
        var path = Write("0.tar", TarEntryFormat.Ustar, ("a.ppm", Source.Ppm(1)));
        Change(path, bytes =>
        {
            System.Text.Encoding.ASCII.GetBytes($"{Convert.ToString(Length, 8).PadLeft(11, '0')}\0").CopyTo(bytes, 124);
            "        "u8.CopyTo(bytes.AsSpan(148, 8));
            System.Text.Encoding.ASCII.GetBytes($"{Convert.ToString(bytes.Take(512).Sum(value => value), 8).PadLeft(6, '0')}\0 ").CopyTo(bytes, 148);
        });
        using (var file = File.OpenWrite(path))
        {
            file.SetLength(512 + Length + 2048);
        }

        using var source = ImageInput.Open(path, new DecodeOptions { MaxFileBytes = 1L << 40 });
        Assert.Equal(ImageFault.TooLarge, Source.FaultOf(source, 0));
    }

    private static void Change(string path, Action<byte[]> change)
    {
        var bytes = File.ReadAllBytes(path);
        change(bytes);
        File.WriteAllBytes(path, bytes);
    }

    private static string Gzip(string path)
    {
        using var target = new System.IO.Compression.GZipStream(File.Create($"{path}.gz"), System.IO.Compression.CompressionLevel.Fastest);
        target.Write(File.ReadAllBytes(path));
        return $"{path}.gz";
    }

    private string Write(string name, TarEntryFormat format, params (string Name, byte[] Bytes)[] entries)
    {
        using var writer = new TarWriter(File.Create(_folder.File(name)), format);
        foreach (var (entry, bytes) in entries)
        {
            Add(writer, format, entry, bytes);
        }

        return _folder.File(name);
    }

    private static void Add(TarWriter writer, TarEntryFormat format, string name, byte[] bytes)
    {
        TarEntry entry = format switch
        {
            TarEntryFormat.V7 => new V7TarEntry(TarEntryType.V7RegularFile, name),
            TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name),
            TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
            _ => new PaxTarEntry(TarEntryType.RegularFile, name),
        };
        entry.DataStream = new MemoryStream(bytes);
        writer.WriteEntry(entry);
    }
}
