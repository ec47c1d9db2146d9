using Giqa.Features;
using Giqa.Images;
using Giqa.Numerics;
using Giqa.Storage;
using Giqa.Tests.Support;

namespace Giqa.Tests.Features;

public sealed class FeatureFolderTests : IDisposable
{
    private const int Columns = 5;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Save_NamesAndFaults_ComeBackAndNoneStandsInTheHeader()
    {
        FeatureItem[] items = [new("a\nb.png"), new("gone.png", ImageFault.Unreadable, "no such file"), new("é \"quoted\".png"), new("empty.png", ImageFault.Empty)];
        new FeatureSet(Matrix(0, 2), items, "f", "b").Save(_folder.File("x.safetensors"));

        var set = FeatureSet.Load(_folder.File("x.safetensors"));
        using var file = SafetensorsFile.Open(_folder.File("x.safetensors"));

        Assert.Equal(items, set.Items);
        Assert.Equal(Matrix(0, 2).Values, set.Matrix.Values);
        Assert.Equal(("f", "b"), (set.Fingerprint, set.BackboneName));
        Assert.DoesNotContain(file.Metadata.Values, value => value.Contains(".png", StringComparison.Ordinal));
        Assert.Equal(file.Metadata["xxh128"], file.Checksum());
    }

    [Fact]
    public void Load_FileOfVersionOne_IsReadAsBefore()
    {
        var writer = new SafetensorsWriter();
        writer.Metadata["format"] = "giqa-features";
        writer.Metadata["version"] = "1";
        writer.Metadata["items"] = """[{"name":"a.png","status":"ok"},{"name":"b.png","status":"truncated","detail":"short"},{"name":"c.png","status":"ok"}]""";
        writer.Add("features", [2, Columns], Matrix(0, 2).Values);
        AtomicFile.Write(_folder.File("old.safetensors"), writer.Write);

        var set = FeatureSet.Load(_folder.File("old.safetensors"));

        Assert.Equal([new FeatureItem("a.png"), new FeatureItem("b.png", ImageFault.Truncated, "short"), new FeatureItem("c.png")], set.Items);
        Assert.Equal(Matrix(0, 2).Values, set.Matrix.Values);
    }

    [Fact]
    public void Load_Folder_IsTheRowsAndItemsOfAllChunks()
    {
        var folder = Write(25, 10);
        var set = FeatureSet.Load(folder);
        Assert.Equal(25, set.Items.Count);
        Assert.Equal(Enumerable.Range(0, 25).Select(Name), set.Items.Select(item => item.Name));
        Assert.Equal(Enumerable.Range(0, 25).Select(Name), Enumerable.Range(0, 25).Select(item => set.Items[item].Name));
        int[] sound = [.. Enumerable.Range(0, 25).Where(item => !IsBroken(item))];
        Assert.Equal(sound.Length, set.Matrix.Rows);
        Assert.All(sound.Select((item, row) => (item, row)), pair => Assert.Equal(RowOf(pair.item), set.Matrix.Row(pair.row).ToArray()));
        Assert.Equal(sound.SelectMany(RowOf), set.Matrix.Values);
        Assert.Equal(new[] { sound[^1], sound[0] }.SelectMany(RowOf), set.Matrix.SelectRows([sound.Length - 1, 0]).Values);
        Assert.Equal(Enumerable.Range(0, 26).Select(count => sound.Count(item => item < count)), Enumerable.Range(0, 26).Select(count => FeatureItems.SoundBefore(set.Items, count)));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => set.Matrix.Row(0).Length + FeatureSet.Load(folder).Matrix.Row(sound.Length).Length);
    }

    [Fact]
    public void Load_ChunkMissing_SaysHowToGoOn()
    {
        var folder = Write(25, 10);
        File.Delete(FeatureFolder.ChunkIn(folder, 1));
        var error = Assert.Throws<ModelFileException>(() => FeatureSet.Load(folder));
        Assert.Contains("1 of its 3 chunks are missing, the first is 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OneBitOfAChunkChanged_IsDamage()
    {
        var folder = Write(25, 10);
        var path = FeatureFolder.ChunkIn(folder, 2);
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("checksum", Assert.Throws<ModelFileException>(() => FeatureSet.Load(folder)).Message, StringComparison.Ordinal);
        Assert.Equal([2], FeatureFolder.RemoveDamaged(folder, FeaturePlan.Read(folder)));
        Assert.False(File.Exists(path));
    }

    [Theory]
    [InlineData("""{"format":"other","version":1,"inputs":[],"inputs_hash":"","items":1,"chunk_items":1,"columns":1,"apply_orientation":true,"alpha":"OnWhite","max_pixels":1,"max_file_bytes":1}""", "not a plan of features")]
    [InlineData("""{"format":"giqa-feature-folder","version":9,"inputs":[],"inputs_hash":"","items":1,"chunk_items":1,"columns":1,"apply_orientation":true,"alpha":"OnWhite","max_pixels":1,"max_file_bytes":1}""", "of version 9")]
    [InlineData("""{"format":"giqa-feature-folder","version":1,"inputs":[],"inputs_hash":"","items":1,"chunk_items":0,"columns":1,"apply_orientation":true,"alpha":"OnWhite","max_pixels":1,"max_file_bytes":1}""", "damaged")]
    [InlineData("""{"items":3}""", "damaged")]
    [InlineData("not json", "damaged")]
    public void Load_WrongPlan_IsTold(string plan, string expected)
    {
        var folder = Write(5, 10);
        File.WriteAllText(FeaturePlan.PathIn(folder), plan);
        Assert.Contains(expected, Assert.Throws<ModelFileException>(() => FeatureSet.Load(folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1024)]
    [InlineData(10_240_000, 1024)]
    [InlineData(10_240_001, 2048)]
    [InlineData(1_000_000_000, 131_072)]
    public void ChunkItems_AreAsManyAsKeepChunksBelowTenThousand(int items, int expected) => Assert.Equal(expected, FeaturePlan.ChunkItemsFor(items));

    [Fact]
    public void Choose_FewOfMany_AreThoseThatAWholeShuffleBeginsWith()
    {
        foreach (var (count, chosen) in ((int, int)[])[(1000, 62), (1000, 1), (5000, 300), (17, 1)])
        {
            Assert.Equal(new SeededRandom(7).Permutation(count)[..chosen], new SeededRandom(7).Choose(count, chosen));
        }
    }

    private string Write(int items, int chunkItems)
    {
        var folder = _folder.File("x.features");
        var plan = $$"""{"format":"giqa-feature-folder","version":1,"inputs":["a"],"inputs_hash":"h","items":{{items}},"chunk_items":{{chunkItems}},"columns":{{Columns}},"fingerprint":"f","apply_orientation":true,"alpha":"OnWhite","max_pixels":1,"max_file_bytes":1}""";
        AtomicFile.WriteText(FeaturePlan.PathIn(folder), plan);
        for (var chunk = 0; chunk * chunkItems < items; chunk++)
        {
            int[] own = [.. Enumerable.Range(chunk * chunkItems, Math.Min(chunkItems, items - (chunk * chunkItems)))];
            int[] sound = [.. own.Where(item => !IsBroken(item))];
            var set = new FeatureSet(
                new FeatureMatrix(sound.Length, Columns, [.. sound.SelectMany(RowOf)]),
                [.. own.Select(item => IsBroken(item) ? new FeatureItem(Name(item), ImageFault.Corrupt, "broken") : new FeatureItem(Name(item)))],
                "f",
                "b");
            set.Save(FeatureFolder.ChunkIn(folder, chunk));
        }

        return folder;
    }

    private static bool IsBroken(int item) => item % 7 == 3 || item is >= 20 and < 23;

    private static string Name(int item) => $"{item}.png";

    private static float[] RowOf(int item) => [.. Enumerable.Range(0, Columns).Select(column => (item * 10f) + column)];

    private static FeatureMatrix Matrix(int first, int rows) => new(rows, Columns, [.. Enumerable.Range(first, rows).SelectMany(RowOf)]);
}
