using System.IO.Compression;
using Giqa.Images;
using Giqa.Tests.Support;

namespace Giqa.Tests.Images.Inputs;

public sealed class ZipInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_Zip_ListsImagesByName()
    {
        var path = Write(("b/x.ppm", 1), ("notes.txt", 0), ("a.PPM", 2), ("__MACOSX/a.ppm", 0), (".hidden/c.ppm", 0), ("b\\w.gif", 3), ("folder.png/", 0));
        using var source = ImageInput.Open(path, Source.Options);
        Assert.Equal(["a.PPM", "b/w.gif", "b/x.ppm"], Source.Names(source));
        Assert.Null(source.GetPath(0));
        Assert.Equal(2, Source.Pixels(source, 0)[0]);
        Assert.Equal(1, Source.Pixels(source, 2)[0]);
    }

    [Fact]
    public void Open_EntriesWithDangerousOrEqualNames_AreOnlyNames()
    {
        var path = Write(("../../etc/x.ppm", 1), ("/abs.ppm", 2), ("same.ppm", 3), ("same.ppm", 4));
        using var source = ImageInput.Open(path, Source.Options);
        Assert.Equal(["../../etc/x.ppm", "/abs.ppm", "same.ppm", "same.ppm#2"], Source.Names(source));
        Assert.Equal([1, 2, 3, 4], Enumerable.Range(0, 4).Select(index => (int)Source.Pixels(source, index)[0]));
        Assert.Equal(["zip.zip"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Read_Bomb_StopsAtTheLimitWhateverItsSizeSays()
    {
        var path = _folder.File("bomb.zip");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        using (var stream = archive.CreateEntry("bomb.png").Open())
        {
            stream.Write(new byte[8 << 20]);
        }

        var lying = File.ReadAllBytes(path);
        ReadOnlySpan<byte> size = [0, 0, 0x80, 0];
        for (int at; (at = lying.AsSpan().IndexOf(size)) >= 0;)
        {
            lying[at + 2] = 0;
            lying[at] = 100;
        }

        File.WriteAllBytes(_folder.File("lying.zip"), lying);
        var options = new DecodeOptions { MaxFileBytes = 1 << 20 };
        using var honest = ImageInput.Open(path, options);
        Assert.Equal(ImageFault.TooLarge, Source.FaultOf(honest, 0));
        using var dishonest = ImageInput.Open(_folder.File("lying.zip"), options);
        Assert.Contains(Source.FaultOf(dishonest, 0), (ImageFault[])[ImageFault.TooLarge, ImageFault.Corrupt]);
    }

    [Fact]
    public void Read_DamagedEntry_IsCorruptAndTheOthersAreNot()
    {
        var path = Write(("a.ppm", 1), ("b.ppm", 2));
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.AsSpan().IndexOf("P6"u8) + 12] ^= 0x10;
        File.WriteAllBytes(path, bytes);
        using var source = ImageInput.Open(path, Source.Options);
        Assert.Equal(ImageFault.Corrupt, Source.FaultOf(source, 0));
        Assert.Equal(2, Source.Pixels(source, 1)[0]);
    }

    [Fact]
    public void Read_DamagedDeflateData_AreCorruptAndOfNoUnknownMethod()
    {
        var path = _folder.File("deflated.zip");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        using (var stream = archive.CreateEntry("a.ppm", CompressionLevel.Optimal).Open())
        {
            stream.Write(new byte[5000]);
        }

        var bytes = File.ReadAllBytes(path);
        const int nameLengthAt = 26;
        bytes[30 + bytes[nameLengthAt]] = 0xFF;
        File.WriteAllBytes(path, bytes);
        using var source = ImageInput.Open(path, Source.Options);
        Assert.Equal(ImageFault.Corrupt, Source.FaultOf(source, 0));
    }

    [Fact]
    public void Read_EntryOfAMethodThatIsNotThere_IsUnsupported()
    {
        var path = Write(("a.ppm", 1), ("b.ppm", 2));
        var bytes = File.ReadAllBytes(path);
        const byte bzip2 = 12;
        bytes[8] = bzip2;
        bytes[bytes.AsSpan().IndexOf("PK\u0001\u0002"u8) + 10] = bzip2;
        File.WriteAllBytes(path, bytes);
        using var source = ImageInput.Open(path, Source.Options);
        Assert.Equal(ImageFault.Unsupported, Source.FaultOf(source, 0));
        Assert.Equal(2, Source.Pixels(source, 1)[0]);
    }

    [Fact]
    public async Task Read_ManyThreads_GetTheirOwnEntries()
    {
        var path = Write([.. Enumerable.Range(0, 100).Select(i => ($"{i:D3}.ppm", (byte)i))]);
        using var source = ImageInput.Open(path, Source.Options);
        await Parallel.ForAsync(0, 1000, (index, _) =>
        {
            Assert.Equal((byte)(index % 100), Source.Pixels(source, index % 100)[0]);
            return ValueTask.CompletedTask;
        });
    }

    [Fact]
    public void Open_ArchivesWithoutUse_AreRefused()
    {
        Assert.Contains("no images", Source.ErrorOf(Write(("a.txt", 1))), StringComparison.Ordinal);
        var path = _folder.File("damaged.zip");
        File.WriteAllBytes(path, [.. "PK\u0003\u0004"u8, .. new byte[100]]);
        Assert.Contains("damaged.zip", Source.ErrorOf(path), StringComparison.Ordinal);
        File.WriteAllText(path, "text");
        Assert.Contains(".zip", Source.ErrorOf(path), StringComparison.Ordinal);
    }

    private string Write(params (string Name, byte Value)[] entries)
    {
        var path = _folder.File("zip.zip");
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, value) in entries)
        {
            using var stream = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
            stream.Write(Source.Ppm(value));
        }

        return path;
    }
}
