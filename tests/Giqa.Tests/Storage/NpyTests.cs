using System.Text;
using Giqa.Storage;
using Giqa.Tests.Support;

namespace Giqa.Tests.Storage;

public sealed class NpyTests
{
    [Fact]
    public void Write_ThenRead_GivesTheSameArray()
    {
        using var stream = new MemoryStream();
        Npy.Write<float>(stream, [2, 3], [1f, -2.5f, float.NaN, 0f, 1e-30f, float.MaxValue]);
        stream.Position = 0;
        var array = Npy.Read(stream);
        Assert.Equal([2, 3], array.Shape);
        Assert.Equal([1f, -2.5f, float.NaN, 0f, 1e-30f, float.MaxValue], array.ToSingle());
    }

    [Fact]
    public void Write_Header_EndsAtAMultipleOf64()
    {
        using var stream = new MemoryStream();
        Npy.Write<double>(stream, [1], [7d]);
        Assert.Equal(128 + 8, stream.Length);
    }

    [Theory]
    [InlineData("'descr': '<c8', 'fortran_order': False, 'shape': (1,)", "type <c8")]
    [InlineData("'descr': '<f4', 'fortran_order': True, 'shape': (1, 1)", "Fortran")]
    [InlineData("'descr': '<f4', 'fortran_order': False, 'shape': (-1,)", "axis length")]
    [InlineData("'descr': '<f4', 'fortran_order': False, 'shape': (9,)", "more than the file has")]
    [InlineData("nonsense", "cannot be understood")]
    public void Read_HeaderThatCannotBeUsed_SaysWhy(string dictionary, string expected)
    {
        using var stream = new MemoryStream();
        var header = Encoding.ASCII.GetBytes($"{{{dictionary}, }}\n");
        stream.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0]);
        stream.Write(header);
        stream.Position = 0;
        Assert.Contains(expected, Assert.Throws<GiqaException>(() => Npy.Read(stream)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EveryPrefixOfAFile_IsRefusedInOneLine()
    {
        using var whole = new MemoryStream();
        Npy.Write<byte>(whole, [4, 4], new byte[16]);
        for (var length = 0; length < whole.Length; length++)
        {
            using var part = new MemoryStream(whole.ToArray()[..length]);
            Assert.DoesNotContain('\n', Assert.Throws<GiqaException>(() => Npy.Read(part)).Message);
        }
    }

    [Fact]
    public void Npz_WriteTwice_GivesTheSameBytesAndArrays()
    {
        using var folder = new TemporaryFolder();
        (string, int[], double[])[] arrays = [("mu", [2], [1d, 2d]), ("sigma", [2, 2], [1d, .5, .5, 2d])];
        var paths = new[] { folder.File("a.npz"), folder.File("b.npz") };
        foreach (var path in paths)
        {
            AtomicFile.Write(path, stream => Npz.Write(stream, arrays));
        }

        Assert.Equal(File.ReadAllBytes(paths[0]), File.ReadAllBytes(paths[1]));
        var read = Npz.Read(paths[0]);
        Assert.Equal([2, 2], read["sigma"].Shape);
        Assert.Equal([1d, .5, .5, 2d], read["sigma"].ToDouble());
    }
}
