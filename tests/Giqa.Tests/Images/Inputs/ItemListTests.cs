using System.Formats.Tar;
using Giqa.Images;
using Giqa.Images.Inputs;
using Giqa.Tests.Support;

namespace Giqa.Tests.Images.Inputs;

/// <summary>Images that are found again where they were written down, and nothing in their place.</summary>
public sealed class ItemListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ItemListTests()
    {
        for (byte i = 0; i < 11; i++)
        {
            Write($"set/{(i % 2 == 0 ? "even" : "odd")}/{i}.ppm", Source.Ppm(i));
        }

        using (var tar = new TarWriter(File.Create(_folder.File("shard.tar"))))
        {
            tar.WriteEntry(_folder.File("set/even/0.ppm"), "zero.ppm");
            tar.WriteEntry(_folder.File("set/odd/7.ppm"), "seven.ppm");
        }

        Write("damaged.parquet", "PAR1 and nothing else"u8.ToArray());
        Write("list.txt", "shard.tar\nset/odd/3.ppm\nset/gone.ppm\nset/odd/5.ppm\n"u8.ToArray());
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(5000)]
    public void TryOpen_WhatWasWritten_NamesAndReadsTheSame(int chunkItems)
    {
        using var source = ImageInput.Open(
            [_folder.File("set") + ":2..9", $"@{_folder.File("list.txt")}", _folder.File("shard.tar"), Fixture("zstd.parquet"), $"{Fixture("groups.parquet")}:1490..1530"],
            Source.Options);
        ItemList.Write(_folder.File("items.bin"), source, chunkItems, "key");
        using var items = ItemList.TryOpen(_folder.File("items.bin"), "key", Source.Options)!;

        Assert.Equal(Source.Names(source), Source.Names(items));
        Assert.Equal(Paths(source), Paths(items));
        for (var i = 0; i < source.Count; i++)
        {
            Assert.Equal(ContentOf(source, i), ContentOf(items, i));
        }
    }

    [Fact]
    public void TryOpen_ShardThatIsLost_KeepsItsRow()
    {
        File.Copy(_folder.File("damaged.parquet"), _folder.File("00000.parquet"));
        File.Copy(Fixture("zstd.parquet"), _folder.File("00001.parquet"));
        using var source = ImageInput.Open($"{_folder.Path}/{{00000..00001}}.parquet", Source.Options);
        ItemList.Write(_folder.File("items.bin"), source, 2, "key");
        using var items = ItemList.TryOpen(_folder.File("items.bin"), "key", Source.Options)!;

        Assert.Equal(Source.Names(source), Source.Names(items));
        Assert.Equal(ImageFault.Corrupt, Source.FaultOf(items, 0));
    }

    [Fact]
    public void TryOpen_NothingOtherInputsOrDamage_IsNull()
    {
        var path = _folder.File("items.bin");
        Assert.Null(ItemList.TryOpen(path, "key", Source.Options));
        using var source = ImageInput.Open(_folder.File("set"), Source.Options);
        ItemList.Write(path, source, 3, "key");
        Assert.Null(ItemList.TryOpen(path, "another", Source.Options));

        var bytes = File.ReadAllBytes(path);
        foreach (var length in (int[])[0, 7, 40, bytes.Length - 1])
        {
            File.WriteAllBytes(path, bytes[..length]);
            Assert.Null(ItemList.TryOpen(path, "key", Source.Options));
        }

        // Of a chunk that is damaged it is said when it is read.
        bytes[50] ^= 1;
        File.WriteAllBytes(path, bytes);
        using var items = ItemList.TryOpen(path, "key", Source.Options)!;
        Assert.Contains("a checksum is wrong", Assert.Throws<InputException>(() => items.GetName(0)).Message, StringComparison.Ordinal);
        Assert.Equal(source.GetName(4), items.GetName(4));
    }

    [Fact]
    public void Read_FileThatIsNotWhatItWas_IsToldAndNeverARow()
    {
        using var source = ImageInput.Open([_folder.File("set"), _folder.File("shard.tar")], Source.Options);
        ItemList.Write(_folder.File("items.bin"), source, 4, "key");
        Write("set/even/0.ppm", Source.Ppm(9, size: 3));
        File.SetLastWriteTimeUtc(_folder.File("set/even/2.ppm"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.Delete(_folder.File("set/even/4.ppm"));
        File.AppendAllText(_folder.File("shard.tar"), "more");
        using var items = ItemList.TryOpen(_folder.File("items.bin"), "key", Source.Options)!;

        // The source that was asked for versions holds to them itself.
        foreach (var images in (IImageSource[])[source, items])
        {
            foreach (var name in (string[])["even/0.ppm", "even/2.ppm", "even/4.ppm"])
            {
                Assert.Contains($"{name} is not what it was when the run began", Assert.Throws<InputException>(() => images.Read(IndexOf(images, name))).Message, StringComparison.Ordinal);
            }
        }

        Assert.Contains("shard.tar is not what it was", Assert.Throws<InputException>(() => items.Read(12)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_SourceThatHasNoListing_WritesNothing()
    {
        using (var zip = System.IO.Compression.ZipFile.Open(_folder.File("some.zip"), System.IO.Compression.ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("0.ppm").Open();
            entry.Write(Source.Ppm(1));
        }

        using var source = ImageInput.Open([_folder.File("set"), _folder.File("some.zip")], Source.Options);
        ItemList.Write(_folder.File("items.bin"), source, 4, "key");
        Assert.False(File.Exists(_folder.File("items.bin")));
    }

    private void Write(string name, byte[] bytes)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        File.WriteAllBytes(_folder.File(name), bytes);
    }

    private static int IndexOf(IImageSource images, string name) => Enumerable.Range(0, images.Count).First(index => images.GetPath(index)?.EndsWith(name, StringComparison.Ordinal) == true);

    private static string?[] Paths(IImageSource source) => [.. Enumerable.Range(0, source.Count).Select(source.GetPath)];

    private static string ContentOf(IImageSource source, int index)
    {
        try
        {
            return Convert.ToHexString(source.Read(index).Decode(Source.Options).Pixels);
        }
        catch (ImageException e)
        {
            return $"{e.Fault}: {e.Message}";
        }
    }

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "parquet", name);
}
