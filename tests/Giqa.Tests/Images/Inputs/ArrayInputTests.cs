using System.Buffers.Binary;
using System.IO.Compression;
using Giqa.Images;
using Giqa.Storage;
using Giqa.Tests.Support;

namespace Giqa.Tests.Images.Inputs;

public sealed class ArrayInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Open_Idx_GivesGreyRows(bool compressed)
    {
        var path = WriteIdx("t10k-images-idx3-ubyte", Idx(3, 2, 4), compressed);
        using var source = ImageInput.Open(path, Source.Options);
        Assert.Equal(["t10k-images-idx3-ubyte/00000", "t10k-images-idx3-ubyte/00001", "t10k-images-idx3-ubyte/00002"], Source.Names(source));
        Assert.Null(source.GetPath(1));
        var image = source.Read(2).Decode(Source.Options);
        Assert.Equal((4, 2), (image.Width, image.Height));
        Assert.Equal([16, 16, 16, 17, 17, 17], image.Pixels[..6]);
        Assert.Equal(23, image.Pixels[^1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Open_IdxWhoseHeaderLies_IsRefused(bool compressed)
    {
        var idx = Idx(3, 2, 4);
        Assert.Contains("3 images", Source.ErrorOf(WriteIdx("short-idx3-ubyte", idx[..^1], compressed)), StringComparison.Ordinal);
        Assert.Contains("3 images", Source.ErrorOf(WriteIdx("long-idx3-ubyte", [.. idx, 0], compressed)), StringComparison.Ordinal);
        BinaryPrimitives.WriteInt32BigEndian(idx.AsSpan(8), 60_000);
        BinaryPrimitives.WriteInt32BigEndian(idx.AsSpan(12), 60_000);
        Assert.Contains("larger than", Source.ErrorOf(WriteIdx("huge-idx3-ubyte", idx, compressed)), StringComparison.Ordinal);
        BinaryPrimitives.WriteInt32BigEndian(idx.AsSpan(12), -1);
        Assert.Contains("no images", Source.ErrorOf(WriteIdx("negative-idx3-ubyte", idx, compressed)), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_IdxOfLabels_SaysThatImagesAreWanted()
    {
        var path = WriteIdx("train-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 2, 5, 6], false);
        Assert.Contains("images have 3", Source.ErrorOf(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_DamagedGzip_IsRefused()
    {
        var path = WriteIdx("damaged-idx3-ubyte", Idx(3, 20, 40), true);
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        _ = Source.ErrorOf(path);
        bytes[^12] ^= 0x55;
        File.WriteAllBytes(path, bytes);
        _ = Source.ErrorOf(path);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void Open_Npy_GivesRowsOfAllChannelCounts(int channels)
    {
        var path = _folder.File("images.npy");
        int[] shape = channels == 0 ? [2, 2, 2] : [2, 2, 2, channels];
        var values = Enumerable.Range(0, 8 * Math.Max(1, channels)).Select(i => (byte)(i * 7)).ToArray();
        AtomicFile.Write(path, stream => Npy.Write<byte>(stream, shape, values));
        using var source = ImageInput.Open(path, Source.Options);
        Assert.Equal(["images.npy/00000", "images.npy/00001"], Source.Names(source));
        var row = values[(values.Length / 2)..];
        var expected = ImageContent.FromPixels(row, 2, 2, Math.Max(1, channels)).Decode(Source.Options).Pixels;
        Assert.Equal(expected, Source.Pixels(source, 1));
    }

    [Fact]
    public void Open_NpyOfOtherThings_IsRefused()
    {
        var path = _folder.File("x.npy");
        AtomicFile.Write(path, stream => Npy.Write<float>(stream, [2, 3], new float[6]));
        Assert.Contains("uint8", Source.ErrorOf(path), StringComparison.Ordinal);
        AtomicFile.Write(path, stream => Npy.Write<byte>(stream, [2, 3, 4, 5], new byte[120]));
        Assert.Contains("transpose", Source.ErrorOf(path), StringComparison.Ordinal);
        AtomicFile.Write(path, stream => Npy.Write<byte>(stream, [6, 2], new byte[12]));
        Assert.Contains("N x H x W", Source.ErrorOf(path), StringComparison.Ordinal);
        AtomicFile.Write(path, stream => new NpyHeader("|u1", [1000, 8, 8]).Write(stream));
        Assert.Contains("1000 images", Source.ErrorOf(path), StringComparison.Ordinal);
        File.WriteAllText(path, "text");
        Assert.Contains(".npy", Source.ErrorOf(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void Open_Npz_TakesTheOnlyImagesOrArr0(CompressionLevel level)
    {
        var path = _folder.File("samples.npz");
        WriteNpz(path, level, ("labels", [2]), ("pictures", [2, 1, 1, 3]));
        using (var source = ImageInput.Open(path, Source.Options))
        {
            Assert.Equal(["samples.npz/00000", "samples.npz/00001"], Source.Names(source));
            Assert.Equal([3, 4, 5], Source.Pixels(source, 1));
        }

        WriteNpz(path, level, ("a", [3, 1, 1]), ("arr_0", [2, 1, 1]));
        Assert.Equal(2, Source.NamesOf(path).Length);
        WriteNpz(path, level, ("a", [3, 1, 1]), ("b", [2, 1, 1]));
        Assert.Contains("a (uint8 of shape (3, 1, 1)), b (uint8 of shape (2, 1, 1))", Source.ErrorOf(path), StringComparison.Ordinal);
        Assert.Contains("#NAME", Source.ErrorOf(path), StringComparison.Ordinal);
        Assert.Equal(["samples.npz#b/00000", "samples.npz#b/00001"], Source.NamesOf($"{path}#b"));
        Assert.Equal(["samples.npz#a/00001"], Source.NamesOf($"{path}#a:1..2"));
        Assert.Contains("no array 'c'", Source.ErrorOf($"{path}#c"), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OnePictureOrChannelsFirst_AreNeverGreyRows()
    {
        byte[] pixels = [.. Enumerable.Range(0, 9 * 8 * 3).Select(i => (byte)i)];
        byte[] planes = [.. Enumerable.Range(0, 3).SelectMany(channel => pixels.Where((_, i) => i % 3 == channel))];
        var path = _folder.File("one.npy");
        foreach (var (shape, values) in new (int[], byte[])[] { ([9, 8, 3], pixels), ([1, 9, 8, 3], pixels), ([1, 3, 9, 8], planes) })
        {
            AtomicFile.Write(path, stream => Npy.Write<byte>(stream, shape, values));
            using var source = ImageInput.Open(path, Source.Options);
            Assert.Equal(pixels, Source.Pixels(source, 0));
            Assert.Equal(1, source.Count);
        }

        AtomicFile.Write(path, stream => Npy.Write<byte>(stream, [3, 9, 8], planes));
        var error = Source.ErrorOf(path);
        Assert.Contains("one.npy: ", error, StringComparison.Ordinal);
        Assert.Contains("x.transpose(1, 2, 0)", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1f, "((x + 1) * 127.5)")]
    [InlineData(0.5f, "(x * 255)")]
    [InlineData(200f, "x.round()")]
    public void Open_FloatPictures_AreRefusedWithWhatToSave(float value, string formula)
    {
        var path = _folder.File("f.npy");
        AtomicFile.Write(path, stream => Npy.Write<float>(stream, [2, 2, 2, 3], [.. Enumerable.Repeat(value, 24)]));
        Assert.False(InputSpecification.Parse(path).IsFeatures());
        Assert.Contains("f.npy: it holds float32 of shape (2, 2, 2, 3)", Source.ErrorOf(path), StringComparison.Ordinal);
        Assert.Contains(formula, Source.ErrorOf(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ArrayThatInflatesWithoutEnd_StopsAtTheRangeAndAtTheLimit()
    {
        var path = _folder.File("bomb.npz");
        const int rows = 4000;
        WriteNpz(path, CompressionLevel.Optimal, rows, 50);
        var gz = _folder.File("bomb-idx3-ubyte.gz");
        using (var stream = new GZipStream(File.Create(gz), CompressionLevel.Optimal))
        {
            stream.Write([0, 0, 8, 3, 0, 0, rows >> 8, rows & 255, 0, 0, 0, 50, 0, 0, 0, 50]);
            stream.Write(new byte[rows * 2500]);
        }

        var limits = new DecodeOptions { MaxFileBytes = 1 << 20 };
        foreach (var bomb in (string[])[path, gz])
        {
            Assert.Contains("--max-file-size", Source.ErrorOf(bomb, limits), StringComparison.Ordinal);
            var before = GC.GetAllocatedBytesForCurrentThread();
            using var source = ImageInput.Open($"{bomb}:0..5", limits);
            Assert.Equal(5, source.Count);
            Assert.Equal(50 * 50 * 3, Source.Pixels(source, 4).Length);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < rows * 2500);
        }

        using var whole = ImageInput.Open(path, Source.Options);
        Assert.Equal(rows, whole.Count);
    }

    [Fact]
    public async Task Read_ManyThreads_GetTheirOwnRows()
    {
        const int count = 400;
        var path = WriteIdx("many-idx3-ubyte", [0, 0, 8, 3, 0, 0, count >> 8, count & 255, 0, 0, 0, 9, 0, 0, 0, 9, .. Enumerable.Range(0, count * 81).Select(i => (byte)(i / 81))], false);
        using var source = ImageInput.Open(path, Source.Options);
        await Parallel.ForAsync(0, count, (index, _) =>
        {
            Assert.All(Source.Pixels(source, index), value => Assert.Equal((byte)index, value));
            return ValueTask.CompletedTask;
        });
    }

    [Fact]
    public void GetName_BeyondTheEnd_IsRefused()
    {
        using var source = ImageInput.Open(WriteIdx("x-idx3-ubyte", Idx(3, 2, 4), false), Source.Options);
        Assert.Throws<ArgumentOutOfRangeException>(() => source.GetName(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Read(-1));
    }

    private static byte[] Idx(byte count, byte rows, byte columns) =>
        [0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, rows, 0, 0, 0, columns, .. Enumerable.Range(0, count * rows * columns).Select(i => (byte)i)];

    private static void WriteNpz(string path, CompressionLevel level, params (string Name, int[] Shape)[] arrays)
    {
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, shape) in arrays)
        {
            using var stream = archive.CreateEntry($"{name}.npy", level).Open();
            Npy.Write<byte>(stream, shape, [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(i => (byte)i)]);
        }
    }

    private static void WriteNpz(string path, CompressionLevel level, int rows, int side)
    {
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        using var stream = archive.CreateEntry("arr_0.npy", level).Open();
        Npy.Write<byte>(stream, [rows, side, side], new byte[rows * side * side]);
    }

    private string WriteIdx(string name, byte[] bytes, bool compressed)
    {
        var path = _folder.File(compressed ? $"{name}.gz" : name);
        using Stream stream = compressed ? new GZipStream(File.Create(path), CompressionLevel.Fastest) : File.Create(path);
        stream.Write(bytes);
        return path;
    }
}
