using System.Diagnostics;
using Giqa.Images;
using Giqa.Tests.Support;

namespace Giqa.Tests.Images.Inputs;

public sealed class FolderInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_Folder_ListsImagesBelowInOrdinalOrder()
    {
        Write("b/2.ppm", "b/10.PPM", "a.ppm", "Z.JPEG", "b.ppm", "notes.txt", "b/Thumbs.db");
        Assert.Equal(["Z.JPEG", "a.ppm", "b.ppm", "b/10.PPM", "b/2.ppm"], Source.NamesOf(_folder.Path));
    }

    [Fact]
    public void Open_FormatsWithoutDecoder_AreListed()
    {
        Write("a.gif", "b.tiff", "c.heic", "d.avif", "e.jxl");
        Assert.Equal(5, Source.NamesOf(_folder.Path).Length);
    }

    [Fact]
    public void Open_HiddenFilesAndFolders_AreLeftOut()
    {
        Write(".a.ppm", ".git/b.ppm", "x/._c.ppm", "x/d.ppm");
        Assert.Equal(["x/d.ppm"], Source.NamesOf(_folder.Path));
    }

    [Fact]
    public void Open_LinksThatLoop_EndAndAddNothing()
    {
        Write("x/a.ppm", "y/b.ppm");
        Directory.CreateSymbolicLink(_folder.File("x/up"), "..");
        Directory.CreateSymbolicLink(_folder.File("a-to-y"), _folder.File("y"));
        Directory.CreateSymbolicLink(_folder.File("y/to-x"), "../x");
        Directory.CreateSymbolicLink(_folder.File("circle1"), _folder.File("circle2"));
        Directory.CreateSymbolicLink(_folder.File("circle2"), _folder.File("circle1"));
        Assert.Equal(["x/a.ppm", "y/b.ppm"], Source.NamesOf(_folder.Path));
    }

    [Fact]
    public void Open_LinkToAFolderOutside_IsFollowed()
    {
        using var outside = new TemporaryFolder();
        File.WriteAllBytes(outside.File("o.ppm"), Source.Ppm(9));
        Directory.CreateSymbolicLink(_folder.File("linked"), outside.Path);
        File.CreateSymbolicLink(_folder.File("single.ppm"), outside.File("o.ppm"));
        using var source = ImageInput.Open(_folder.Path, Source.Options);
        Assert.Equal(["linked/o.ppm", "single.ppm"], Source.Names(source));
        Assert.Equal(9, Source.Pixels(source, 0)[0]);
        Assert.Equal(9, Source.Pixels(source, 1)[0]);
    }

    [Fact]
    public void Read_LinkToAnImage_IsReadAsTheImageWherever()
    {
        // Longer than the link's own text: as many bytes as that were read once.
        File.WriteAllBytes(_folder.File("large.ppm"), Source.Ppm(5, size: 100));
        File.CreateSymbolicLink(_folder.File("link.ppm"), "large.ppm");
        File.CreateSymbolicLink(_folder.File("link-to-link.ppm"), _folder.File("link.ppm"));
        File.WriteAllText(_folder.File("list.txt"), "link.ppm\n");
        foreach (var input in (string[])[_folder.Path, $"@{_folder.File("list.txt")}", _folder.File("link.ppm"), _folder.File("link-to-link.ppm")])
        {
            using var source = ImageInput.Open(input, Source.Options);
            Assert.All(Enumerable.Range(0, source.Count), index => Assert.Equal(100 * 100 * 3, Source.Pixels(source, index).Length));
        }
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("pipe")]
    [InlineData("folder")]
    [InlineData("self.png")]
    public void Read_LinkToWhatIsNoFile_IsSkippedAtOnce(string target)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var mkfifo = Process.Start("mkfifo", _folder.File("pipe"));
        mkfifo.WaitForExit();
        Directory.CreateDirectory(_folder.File("folder"));
        File.CreateSymbolicLink(_folder.File("self.png"), target == "self.png" ? target : _folder.File(target));
        File.WriteAllText(_folder.File("list.txt"), "self.png\n");
        using var source = ImageInput.Open($"@{_folder.File("list.txt")}", Source.Options);
        Assert.Equal(target == "self.png" ? ImageFault.Unreadable : ImageFault.Unsupported, Source.FaultOf(source, 0));
    }

    [Fact]
    public void Open_FolderThatIsALink_IsListed()
    {
        Write("real/a.ppm");
        Directory.CreateSymbolicLink(_folder.File("link"), _folder.File("real"));
        Assert.Equal(["a.ppm"], Source.NamesOf(_folder.File("link")));
    }

    [Fact]
    public void Read_EachKindOfBadFile_IsAFaultOfItsOwn()
    {
        File.WriteAllBytes(_folder.File("0-empty.png"), []);
        File.WriteAllText(_folder.File("1-text.png"), "no image");
        File.CreateSymbolicLink(_folder.File("2-broken.png"), _folder.File("nowhere.png"));
        File.WriteAllBytes(_folder.File("3-large.ppm"), new byte[2000]);
        File.WriteAllText(_folder.File("4-lies.png"), "II*\0...");
        using var source = ImageInput.Open(_folder.Path, new DecodeOptions { MaxFileBytes = 1000 });
        Assert.Equal(
            [ImageFault.Empty, ImageFault.NotAnImage, ImageFault.Unreadable, ImageFault.TooLarge, ImageFault.Unsupported],
            Enumerable.Range(0, source.Count).Select(index => Source.FaultOf(source, index)));
    }

    [Fact]
    public void Read_NamedPipe_DoesNotWaitForAWriter()
    {
        using var mkfifo = Process.Start("mkfifo", _folder.File("pipe.png"));
        mkfifo.WaitForExit();
        using var source = ImageInput.Open(_folder.Path, Source.Options);
        Assert.Equal(ImageFault.Unsupported, Source.FaultOf(source, 0));
        using var single = ImageInput.Open(_folder.File("pipe.png"), Source.Options);
        Assert.Equal(ImageFault.Unsupported, Source.FaultOf(single, 0));
    }

    [Fact]
    public void Read_FileWithLyingExtension_IsDecodedByItsContent()
    {
        File.WriteAllBytes(_folder.File("a.jpg"), Source.Ppm(7));
        using var source = ImageInput.Open(_folder.Path, Source.Options);
        Assert.Equal(7, Source.Pixels(source, 0)[0]);
        Assert.Equal(_folder.File("a.jpg"), source.GetPath(0));
    }

    [Fact]
    public void Open_FolderWithoutImages_SaysWhatWasLookedFor()
    {
        Write("notes.txt");
        Assert.Contains(".jpg", Source.ErrorOf(_folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NothingThere_SaysSo() =>
        Assert.Contains("does not exist", Source.ErrorOf(_folder.File("missing")), StringComparison.Ordinal);

    [Fact]
    public void Open_UnreadableFolder_IsAClearError()
    {
        if (Environment.IsPrivilegedProcess || OperatingSystem.IsWindows())
        {
            return;
        }

        Write("a.ppm", "locked/b.ppm");
        File.SetUnixFileMode(_folder.File("locked"), UnixFileMode.None);
        try
        {
            Assert.Contains("locked", Source.ErrorOf(_folder.Path), StringComparison.Ordinal);
        }
        finally
        {
            File.SetUnixFileMode(_folder.File("locked"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private void Write(params string[] names)
    {
        foreach (var name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
            File.WriteAllBytes(_folder.File(name), Source.Ppm(1));
        }
    }
}
