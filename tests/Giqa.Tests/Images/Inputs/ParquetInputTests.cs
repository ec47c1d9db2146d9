using Giqa.Images;
using Giqa.Tests.Support;

namespace Giqa.Tests.Images.Inputs;

public sealed class ParquetInputTests : IDisposable
{
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "Fixtures", "parquet");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_SeveralRowGroupsWithNulls_GivesEveryRowItsOwnImage()
    {
        using var source = ImageInput.Open(Fixture("groups.parquet"), Source.Options);
        Assert.Equal(4200, source.Count);
        foreach (var row in Enumerable.Range(0, 4200).Where(row => row is not (5 or 6)))
        {
            Assert.Equal((byte)(row % 251), Source.Pixels(source, row)[0]);
        }

        Assert.Equal(ImageFault.Unreadable, Source.FaultOf(source, 5));
        Assert.Equal(ImageFault.Unreadable, Source.FaultOf(source, 6));
        Assert.Null(source.GetPath(0));
    }

    [Fact]
    public void Open_NamesAndClasses_AreTheDataSets()
    {
        using var source = ImageInput.Open(Fixture("groups.parquet"), Source.Options);
        Assert.Equal(
            ["groups.parquet/cat/0000.ppm", "groups.parquet/dog/0001.ppm", "groups.parquet/0002.ppm", "groups.parquet/cat/0003.ppm", "groups.parquet/dog/0004.ppm", "groups.parquet/00005", "groups.parquet/cat/0006.ppm", "groups.parquet/dog/00007", "groups.parquet/0008.ppm"],
            Source.Names(source)[..9]);
        Assert.Equal(["0", "1", "2"], Source.NamesOf(Fixture("zstd.parquet"))[..3].Select(ImageFolders.Of));
    }

    [Fact]
    public void Read_FromSeveralThreads_GivesEveryRowItsOwnImage()
    {
        using var source = ImageInput.Open([Fixture("groups.parquet"), Fixture("zstd.parquet")], Source.Options);
        Assert.Equal(4220, source.Count);
        _ = Parallel.For(10, 4220, new ParallelOptions { MaxDegreeOfParallelism = 4 }, row =>
        {
            if (row is not (4205 or 4206))
            {
                Assert.Equal((byte)(row % 4200 % 251), Source.Pixels(source, row)[0]);
            }
        });
    }

    [Fact]
    public void Open_SeveralColumns_NeedsOneNamed()
    {
        Assert.Contains("two.parquet#NAME with one of left, right", Source.ErrorOf(Fixture("two.parquet")), StringComparison.Ordinal);
        Assert.Contains("no column of bytes named top", Source.ErrorOf($"{Fixture("two.parquet")}#top"), StringComparison.Ordinal);
        Assert.Contains("no column of images", Source.ErrorOf(Fixture("none.parquet")), StringComparison.Ordinal);
        using var right = ImageInput.Open($"{Fixture("two.parquet")}#right:2..4", Source.Options);
        Assert.Equal(["two.parquet#right/0002.ppm", "two.parquet#right/0003.ppm"], Source.Names(right));
        Assert.Equal(2, Source.Pixels(right, 0)[0]);
        Assert.Equal(["", ""], Source.Names(right).Select(ImageFolders.Of));
    }

    [Fact]
    public void Open_List_MayNameParquetFiles()
    {
        File.WriteAllText(_folder.File("list.txt"), $"{Fixture("zstd.parquet")}\n");
        Assert.Equal(20, Source.NamesOf($"@{_folder.File("list.txt")}").Length);
    }

    [Fact]
    public void Open_CutFile_IsAnErrorAloneAndARowAmongOthers()
    {
        File.WriteAllBytes(_folder.File("cut.parquet"), File.ReadAllBytes(Fixture("zstd.parquet"))[..^20]);
        Assert.Contains("not a valid Parquet file", Source.ErrorOf(_folder.File("cut.parquet")), StringComparison.Ordinal);
        using var source = ImageInput.Open([_folder.File("cut.parquet"), Fixture("zstd.parquet")], Source.Options);
        Assert.Equal(21, source.Count);
        Assert.Equal(ImageFault.Corrupt, Source.FaultOf(source, 0));
    }

    [Fact]
    public void Read_DamagedRowGroup_CostsThatGroupAlone()
    {
        // Any damage may come out as a fault of rows, or as an error on opening: never as another row's image, and never as another exception.
        var sound = File.ReadAllBytes(Fixture("groups.parquet"));
        var path = _folder.File("flipped.parquet");
        for (var at = 100; at < sound.Length; at += sound.Length / 60)
        {
            var bytes = sound.ToArray();
            bytes.AsSpan(at, Math.Min(40, bytes.Length - at)).Fill(0xFF);
            File.WriteAllBytes(path, bytes);
            try
            {
                using var source = ImageInput.Open(path, Source.Options);
                foreach (var row in Enumerable.Range(0, source.Count).Where(row => row % 97 == 0))
                {
                    try
                    {
                        _ = source.Read(row);
                    }
                    catch (ImageException)
                    {
                        // The row says what is wrong.
                    }
                }
            }
            catch (GiqaException)
            {
                // So does the file.
            }
        }
    }

    [Fact]
    public void Read_LargerThanAllowed_IsTooLarge()
    {
        using var source = ImageInput.Open(Fixture("zstd.parquet"), new DecodeOptions { MaxFileBytes = 10 });
        Assert.Equal(ImageFault.TooLarge, Source.FaultOf(source, 0));
    }

    private static string Fixture(string name) => Path.Combine(Fixtures, name);
}
