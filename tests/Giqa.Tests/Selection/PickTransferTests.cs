using System.Runtime.InteropServices;
using Giqa.Images;
using Giqa.Selection;
using Giqa.Tests.Support;

namespace Giqa.Tests.Selection;

public sealed partial class PickTransferTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_Copy_KeepsRelativeNamesAndTheOriginals()
    {
        using var source = Files("a/1.png", "b/1.png");
        var moved = PickTransfer.Run(source, [1, 0], Target, new());
        Assert.Equal([new("b/1.png", Path.Combine(Target, "b/1.png")), new TransferredImage("a/1.png", Path.Combine(Target, "a/1.png"))], moved);
        Assert.Equal("a/1.png", File.ReadAllText(Path.Combine(Target, "a/1.png")));
        Assert.True(File.Exists(source.GetPath(0)));
    }

    [Fact]
    public void Run_Move_TakesTheOriginalsAway()
    {
        using var source = Files("1.png", "2.png");
        PickTransfer.Run(source, [1], Target, new() { Kind = TransferKind.Move });
        Assert.True(File.Exists(Path.Combine(Target, "2.png")));
        Assert.False(File.Exists(source.GetPath(1)));
        Assert.True(File.Exists(source.GetPath(0)));
    }

    [Fact]
    public void Run_Link_PointsAtTheOriginals()
    {
        using var source = Files("1.png");
        PickTransfer.Run(source, [0], Target, new() { Kind = TransferKind.Link });
        Assert.Equal(source.GetPath(0), new FileInfo(Path.Combine(Target, "1.png")).LinkTarget);
    }

    [Fact]
    public void Run_FileInTheWay_DoesNothingUnlessAllowed()
    {
        using var source = Files("1.png", "2.png");
        Directory.CreateDirectory(Target);
        File.WriteAllText(Path.Combine(Target, "2.png"), "mine");
        Assert.Contains("1 of 2 files already exist", Assert.Throws<GiqaException>(() => PickTransfer.Run(source, [0, 1], Target, new())).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Target, "1.png")));
        PickTransfer.Run(source, [0, 1], Target, new() { Overwrite = true });
        Assert.Equal("2.png", File.ReadAllText(Path.Combine(Target, "2.png")));
    }

    [Theory]
    [InlineData(TransferKind.Link, "in")]
    [InlineData(TransferKind.Link, "other")]
    [InlineData(TransferKind.Link, "hard")]
    [InlineData(TransferKind.Copy, "other")]
    [InlineData(TransferKind.Move, "in")]
    [InlineData(TransferKind.Move, "hard")]
    public void Run_IntoTheImagesOwnFolder_IsRefusedAndTouchesNothing(TransferKind kind, string target)
    {
        using var source = Files("1.png", "2.png");
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "other"), Path.Combine(_folder.Path, "in"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "hard"));
        Assert.Equal(0, HardLink(source.GetPath(1)!, Path.Combine(_folder.Path, "hard", "2.png")));
        foreach (var overwrite in new[] { false, true })
        {
            var error = Assert.Throws<GiqaException>(() => PickTransfer.Run(source, [0, 1], Path.Combine(_folder.Path, target), new() { Kind = kind, Overwrite = overwrite }));
            Assert.Contains("itself one of the images", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal("1.png", File.ReadAllText(source.GetPath(0)!));
        Assert.Equal("2.png", File.ReadAllText(source.GetPath(1)!));
        Assert.Null(new FileInfo(source.GetPath(0)!).LinkTarget);
        Assert.Equal(["1.png", "2.png"], Directory.GetFiles(Path.Combine(_folder.Path, "in")).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData(TransferKind.Copy)]
    [InlineData(TransferKind.Link)]
    public void Run_Again_LeavesWhatIsThere(TransferKind kind)
    {
        using var source = Files("1.png", "2.png");
        var first = PickTransfer.Run(source, [0], Target, new() { Kind = kind });
        Assert.Equal(first, PickTransfer.Run(source, [0, 1], Target, new() { Kind = kind }).Take(1));
        Assert.Equal(2, Directory.GetFiles(Target).Length);
    }

    [Fact]
    public void Run_FileNamedTwice_GoesOnce()
    {
        using var source = Files("1.png", "1.png");
        var moved = PickTransfer.Run(source, [0, 1], Target, new() { Kind = TransferKind.Move });
        Assert.Equal(moved[0], moved[1]);
        Assert.Equal(["1.png"], Directory.GetFileSystemEntries(Target).Select(Path.GetFileName));
    }

    [Fact]
    public void Run_LongestNames_AreMovedAndCopied()
    {
        var name = new string('n', 251) + ".png";
        using var source = Files(name);
        _ = PickTransfer.Run(source, [0], Path.Combine(_folder.Path, "copies"), new());
        _ = PickTransfer.Run(source, [0], Target, new() { Kind = TransferKind.Move });
        Assert.Equal(name, File.ReadAllText(Path.Combine(Target, name)));
    }

    [Fact]
    public void Run_MoveThatIsBrokenOff_IsFinishedAsItWasPlanned()
    {
        using var source = Files("1.png", "2.png", "3.png");
        using var stop = new CancellationTokenSource();
        var progress = new Callback<int>(done => { if (done == 2) { stop.Cancel(); } });
        Assert.Throws<OperationCanceledException>(() => PickTransfer.Run(source, [2, 0, 1], Target, new() { Kind = TransferKind.Move }, progress, stop.Token));
        Assert.Equal("2.png", File.ReadAllText(source.GetPath(1)!));
        File.WriteAllText(Path.Combine(Target, ".giqa-0123.tmp"), "ha");
        var journal = MoveJournal.Find(Target);
        Assert.Equal(["3.png", "1.png", "2.png"], journal!.Images.Select(image => image.Image));
        journal.Finish();
        Assert.Null(MoveJournal.Find(Target));
        Assert.Equal(["1.png", "2.png", "3.png"], Directory.GetFileSystemEntries(Target).Select(Path.GetFileName).Order());
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "in")));
    }

    [Fact]
    public void Run_MoveThatKeepsItsPlan_CanBeToldAgain()
    {
        using var source = Files("1.png", "2.png");
        PickTransfer.Run(source, [1, 0], Target, new() { Kind = TransferKind.Move, Account = new MoveAccount("pick", "", new LeftImages(Array.Empty<string>()), "{}", 0) });
        var journal = MoveJournal.Find(Target);
        Assert.Equal(["2.png", "1.png"], journal!.Images.Select(image => image.Image));
        journal.Finish();
        Assert.Equal(["1.png", "2.png"], Directory.GetFileSystemEntries(Target).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Run_MovedLink_StillNamesItsFile()
    {
        using var source = Files("1.png", "a/link.png");
        File.Delete(source.GetPath(1)!);
        File.CreateSymbolicLink(source.GetPath(1)!, "../1.png");
        PickTransfer.Run(source, [1], Target, new() { Kind = TransferKind.Move });
        Assert.Equal("1.png", File.ReadAllText(Path.Combine(Target, "a/link.png")));
        Assert.Equal("1.png", File.ReadAllText(source.GetPath(0)!));
    }

    [Theory]
    [InlineData("../../evil.png", "evil.png")]
    [InlineData("/etc/passwd.png", "etc/passwd.png")]
    [InlineData("C:\\pictures\\x.png", "C/pictures/x.png")]
    [InlineData("..", "image")]
    public void Run_NameThatPointsElsewhere_StaysBelowTheFolder(string name, string expected)
    {
        using var source = new MemorySource((name, ImageContent.FromFile("bytes"u8.ToArray())));
        var item = Assert.Single(PickTransfer.Run(source, [0], Target, new()));
        Assert.Equal(Path.Combine(Target, expected), item.File);
        Assert.Equal("bytes", File.ReadAllText(item.File));
    }

    [Fact]
    public void Run_NamesThatAgree_AreNumbered()
    {
        var content = ImageContent.FromFile("x"u8.ToArray());
        using var source = new MemorySource(("a.png", content), ("../a.png", content), ("A.PNG", content));
        var files = PickTransfer.Run(source, [0, 1, 2], Target, new()).Select(item => Path.GetFileName(item.File));
        Assert.Equal(["a.png", "a-2.png", "A-3.PNG"], files);
    }

    [Fact]
    public void Run_RawPixels_AreWrittenAsPng()
    {
        using var source = new MemorySource(("0007", ImageContent.FromPixels(new byte[] { 1, 2, 3, 4, 5, 6 }, 2, 1, 3)));
        var item = Assert.Single(PickTransfer.Run(source, [0], Target, new()));
        Assert.EndsWith("0007.png", item.File, StringComparison.Ordinal);
        var image = ImageContent.FromFile(File.ReadAllBytes(item.File)).Decode(new DecodeOptions());
        Assert.Equal((2, 1), (image.Width, image.Height));
        Assert.Equal([1, 2, 3, 4, 5, 6], image.Pixels[..6].ToArray());
    }

    [Fact]
    public void Run_MoveOutOfAnArchive_IsRefused()
    {
        using var source = new MemorySource(("a.png", ImageContent.FromFile("x"u8.ToArray())));
        Assert.Contains("cannot be moved", Assert.Throws<GiqaException>(() => PickTransfer.Run(source, [0], Target, new() { Kind = TransferKind.Move })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_DryRun_OnlySaysWhatItWouldDo()
    {
        using var source = Files("1.png");
        Assert.Single(PickTransfer.Run(source, [0], Target, new() { DryRun = true }));
        Assert.False(Directory.Exists(Target));
    }

    [Theory]
    [InlineData(TransferKind.Copy)]
    [InlineData(TransferKind.Move)]
    [InlineData(TransferKind.Link)]
    public void Run_IntoTheFolderOfTheImages_TouchesNone(TransferKind kind)
    {
        using var source = Files("1.png", "2.png", "sub/1.png");
        var root = Path.Combine(_folder.Path, "in");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "alias"), root);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "hard"));
        LinkHard(Path.Combine(root, "1.png"), Path.Combine(_folder.Path, "hard", "1.png"));
        foreach (var target in (string[])[root, Path.Combine(root, "sub", ".."), Path.Combine(_folder.Path, "alias"), Path.Combine(_folder.Path, "alias", "sub"), Path.Combine(_folder.Path, "hard")])
        {
            var error = Assert.Throws<GiqaException>(() => PickTransfer.Run(source, [0], target, new() { Kind = kind, Overwrite = true }));
            Assert.Contains("one of the images that are read", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(["1.png", "2.png", "sub/1.png"], Enumerable.Range(0, 3).Select(index => File.ReadAllText(source.GetPath(index)!)));
        Assert.All(Enumerable.Range(0, 3), index => Assert.Null(new FileInfo(source.GetPath(index)!).LinkTarget));
    }

    [Fact]
    public void Run_LinksAgain_ReplacesTheLinksOfTheFirstTime()
    {
        using var source = Files("1.png");
        PickTransfer.Run(source, [0], Target, new() { Kind = TransferKind.Link });
        PickTransfer.Run(source, [0], Target, new() { Kind = TransferKind.Link, Overwrite = true });
        Assert.Equal("1.png", File.ReadAllText(source.GetPath(0)!));
        Assert.Equal(source.GetPath(0), new FileInfo(Path.Combine(Target, "1.png")).LinkTarget);
    }

    [Theory]
    [InlineData(TransferKind.Copy)]
    [InlineData(TransferKind.Move)]
    [InlineData(TransferKind.Link)]
    public void Run_ImageNamedTwice_HasOneFile(TransferKind kind)
    {
        using var source = Files("1.png", "2.png", "1.png");
        var files = PickTransfer.Run(source, [0, 1, 2], Target, new() { Kind = kind }).Select(item => Path.GetFileName(item.File));
        Assert.Equal(["1.png", "2.png", "1.png"], files);
        Assert.Equal(2, Directory.GetFiles(Target).Length);
    }

    [Theory]
    [InlineData(TransferKind.Copy)]
    [InlineData(TransferKind.Move)]
    [InlineData(TransferKind.Link)]
    public void Run_NamesAsLongAsTheyCanBe_Work(TransferKind kind)
    {
        var longest = new string('n', 251) + ".png";
        using var source = Files($"a/{longest}", $"b/{longest}");
        using var flat = new MemorySource((longest, ImageContent.FromFile("x"u8.ToArray())), ($"../{longest}", ImageContent.FromFile("x"u8.ToArray())));
        PickTransfer.Run(source, [0, 1], Target, new() { Kind = kind });
        Assert.Equal(2, Directory.GetFiles(Target, "*.png", SearchOption.AllDirectories).Length);
        var twins = PickTransfer.Run(flat, [0, 1], Path.Combine(_folder.Path, "twins"), new()).Select(item => Path.GetFileName(item.File)).ToList();
        Assert.Equal([longest, new string('n', 249) + "-2.png"], twins);
    }

    [Fact]
    public void Run_FolderWhereAFileShallGo_IsRefusedBeforeAnythingIsDone()
    {
        using var source = Files("1.png", "2.png");
        Directory.CreateDirectory(Path.Combine(Target, "2.png"));
        Assert.Contains("it is a folder", Assert.Throws<GiqaException>(() => PickTransfer.Run(source, [0, 1], Target, new() { Overwrite = true })).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Target, "1.png")));
    }

    private static void LinkHard(string file, string name)
    {
        using var link = System.Diagnostics.Process.Start("ln", [file, name]);
        link.WaitForExit();
        Assert.Equal(0, link.ExitCode);
    }

    private string Target => Path.Combine(_folder.Path, "out");

    private MemorySource Files(params string[] names)
    {
        var root = Path.Combine(_folder.Path, "in");
        foreach (var name in names)
        {
            var path = Path.Combine(root, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, name);
        }

        return new MemorySource([.. names.Select(name => (name, ImageContent.FromFile(Array.Empty<byte>())))]) { Root = root };
    }

    private sealed class MemorySource(params (string Name, ImageContent Content)[] images) : IImageSource
    {
        public string? Root { get; init; }

        public int Count => images.Length;

        public string GetName(int index) => images[index].Name;

        public string? GetPath(int index) => Root is null ? null : Path.Combine(Root, images[index].Name);

        public ImageContent Read(int index) => images[index].Content;

        public void Dispose()
        {
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int HardLink(string existing, string created);

    private sealed class Callback<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
