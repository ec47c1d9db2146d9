using Giqa.Images;
using Giqa.Tests.Support;

namespace Giqa.Tests.Images.Inputs;

/// <summary>Ranges, lists, single files, and several inputs at once.</summary>
public sealed class ImageInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ImageInputTests()
    {
        Write("real/a.ppm", 1);
        Write("real/b.ppm", 2);
        Write("real/c.ppm", 3);
        Write("other/real/a.ppm", 4);
        File.WriteAllBytes(_folder.File("x-idx3-ubyte"), [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 8, 9]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_Range_TakesAStretchOfTheOrderedList()
    {
        Assert.Equal(["b.ppm"], Source.NamesOf(_folder.File("real:1..2")));
        Assert.Equal(["b.ppm", "c.ppm"], Source.NamesOf(_folder.File("real:1..")));
        Assert.Equal(["a.ppm", "b.ppm", "c.ppm"], Source.NamesOf(_folder.File("real:..99")));
        Assert.Equal(["x-idx3-ubyte/00001"], Source.NamesOf(_folder.File("x-idx3-ubyte:1..2")));
        using var source = ImageInput.Open(_folder.File("real:1..3"), Source.Options);
        Assert.Equal(3, Source.Pixels(source, 1)[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Read(2));
    }

    [Fact]
    public void Open_RangeBehindTheEnd_IsRefused() =>
        Assert.Contains("only 3 items", Source.ErrorOf(_folder.File("real:3..5")), StringComparison.Ordinal);

    [Fact]
    public void Open_OneImage_IsNamedAfterItsFile()
    {
        using var source = ImageInput.Open(_folder.File("real/b.ppm"), Source.Options);
        Assert.Equal(["b.ppm"], Source.Names(source));
        Assert.Equal(_folder.File("real/b.ppm"), source.GetPath(0));
        Assert.Equal(2, Source.Pixels(source, 0)[0]);
    }

    [Fact]
    public void Open_SeveralInputs_ConcatenatesUnderUniqueNames()
    {
        string[] inputs = [_folder.File("real:..2"), _folder.File("other/real/"), _folder.File("x-idx3-ubyte"), _folder.File("real/c.ppm"), _folder.File("real/c.ppm")];
        using var source = ImageInput.Open(inputs, Source.Options);
        Assert.Equal(["real/a.ppm", "real/b.ppm", "real#2/a.ppm", "x-idx3-ubyte/00000", "x-idx3-ubyte/00001", "c.ppm", "c.ppm#2"], Source.Names(source));
        Assert.Equal([1, 2, 4, 8, 9, 3, 3], Enumerable.Range(0, 7).Select(index => (int)Source.Pixels(source, index)[0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.GetName(7));
    }

    [Fact]
    public void Open_List_FollowsItsOrderRelativeToItself()
    {
        Directory.CreateDirectory(_folder.File("lists"));
        File.WriteAllText(_folder.File("lists/l.txt"), $"# real ones\r\n../real/c.ppm\r\n\r\n  ../real/a.ppm  \n{_folder.File("real/b.ppm")}\n../real/c.ppm\nmissing.png\n../real\n");
        using var source = ImageInput.Open($"@{_folder.File("lists/l.txt")}", Source.Options);
        Assert.Equal(["../real/c.ppm", "../real/a.ppm", _folder.File("real/b.ppm"), "../real/c.ppm#2", "missing.png", "../real"], Source.Names(source));
        Assert.Equal([3, 1, 2, 3], Enumerable.Range(0, 4).Select(index => (int)Source.Pixels(source, index)[0]));
        Assert.Equal(ImageFault.Unreadable, Source.FaultOf(source, 4));
        Assert.Equal(ImageFault.Unsupported, Source.FaultOf(source, 5));
        Assert.Equal(["../real/a.ppm"], Source.NamesOf($"@{_folder.File("lists/l.txt")}:1..2"));
    }

    [Fact]
    public void Open_ListWithoutNames_IsRefused()
    {
        File.WriteAllText(_folder.File("empty.txt"), "\n# nothing\n");
        Assert.Contains("names no images", Source.ErrorOf($"@{_folder.File("empty.txt")}"), StringComparison.Ordinal);
        Assert.Contains("does not exist", Source.ErrorOf($"@{_folder.File("missing.txt")}"), StringComparison.Ordinal);
        Assert.Contains("not a text file", Source.ErrorOf($"@{_folder.File("x-idx3-ubyte")}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoInput_IsRefused() =>
        Assert.Throws<GiqaException>(() => ImageInput.Open([], Source.Options));

    private void Write(string name, byte value)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        File.WriteAllBytes(_folder.File(name), Source.Ppm(value));
    }
}
