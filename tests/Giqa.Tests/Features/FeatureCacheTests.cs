using Giqa.Features;
using Giqa.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Giqa.Tests.Features;

public sealed class FeatureCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ExtractAsync_SecondRun_RunsNoNetworkAndGivesTheSameBits()
    {
        var first = await Extract(ListSource.Noise(150));
        var second = await Extract(ListSource.Noise(150));

        Assert.Equal(150, first.Inferred);
        Assert.Equal(0, second.Inferred);
        Assert.All(second.Items, item => Assert.True(item.IsFromCache));
        Assert.Equal(first.Items.Select(item => item.Values!), second.Items.Select(item => item.Values!));
    }

    [Fact]
    public async Task ExtractAsync_InterruptedRun_KeepsWhatItComputed()
    {
        using (var cache = new FeatureCache(_folder.Path))
        using (var extractor = new FeatureExtractor(SmallBackbone.Create()))
        {
            await foreach (var item in extractor.ExtractAsync(ListSource.Noise(500), cache))
            {
                if (item.Index == 99)
                {
                    break;
                }
            }
        }

        var second = await Extract(ListSource.Noise(100));

        Assert.Equal(0, second.Inferred);
    }

    [Fact]
    public async Task ExtractAsync_AnotherBackboneOrPreprocessing_DoesNotShareVectors()
    {
        _ = await Extract(ListSource.Noise(3));
        var backbone = SmallBackbone.Create();

        var other = await Extract(ListSource.Noise(3), backbone.WithPreprocessing(backbone.Preprocessing with { Alpha = Giqa.Images.AlphaMode.Drop }));

        Assert.Equal(3, other.Inferred);
    }

    [Fact]
    public async Task ExtractAsync_TwoCachesOnOneFile_BothLearn()
    {
        var runs = await Task.WhenAll(Extract(ListSource.Noise(400)), Extract(ListSource.Noise(400)));

        Assert.All(runs, run => Assert.All(run.Items, item => Assert.NotNull(item.Values)));
        Assert.Equal(400, FeatureCache.Inspect(_folder.Path).Entries);
    }

    [Fact]
    public async Task Inspect_AfterARun_CountsEntriesOfEachBackbone()
    {
        _ = await Extract(ListSource.Noise(5));

        var info = FeatureCache.Inspect(_folder.Path);

        var use = Assert.Single(info.Backbones);
        Assert.Equal(("small", 5L, 5L * ((SmallBackbone.FeatureCount * sizeof(float)) + sizeof(uint))), (use.Backbone, use.Entries, use.Bytes));
        Assert.Equal(new FixedClock().GetUtcNow(), use.LastUsed);
        Assert.True(info.Bytes > 0);
    }

    [Fact]
    public async Task Clear_UsedCache_LeavesNothing()
    {
        _ = await Extract(ListSource.Noise(5));

        FeatureCache.Clear(_folder.Path);

        Assert.Equal(0, FeatureCache.Inspect(_folder.Path).Entries);
        Assert.Equal(5, (await Extract(ListSource.Noise(5))).Inferred);
    }

    [Fact]
    public void Inspect_NoCache_IsEmpty() => Assert.Equal(0, FeatureCache.Inspect(_folder.File("none")).Entries);

    [Fact]
    public void Constructor_DamagedFile_SaysSoInOneLine()
    {
        File.WriteAllBytes(_folder.File("features.sqlite"), [.. Enumerable.Repeat((byte)'x', 8192)]);

        var exception = Assert.Throws<FeatureCacheException>(() => new FeatureCache(_folder.Path));

        Assert.Contains("is damaged", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public void Clear_DamagedFile_MakesRoomForANewOne()
    {
        File.WriteAllBytes(_folder.File("features.sqlite"), [.. Enumerable.Repeat((byte)'x', 8192)]);

        FeatureCache.Clear(_folder.Path);

        using var cache = new FeatureCache(_folder.Path);
        Assert.Equal(0, FeatureCache.Inspect(_folder.Path).Entries);
    }

    [Theory]
    [InlineData("flip")]
    [InlineData("nan")]
    [InlineData("swap")]
    [InlineData("short")]
    [InlineData("text")]
    public async Task ExtractAsync_DamagedVectors_AreComputedAnewAndMended(string damage)
    {
        var sound = await Extract(ListSource.Noise(5));
        Change(damage switch
        {
            "swap" => "UPDATE features SET value = (SELECT value FROM features AS other WHERE other.rowid = (features.rowid % 5) + 1)",
            "short" => "UPDATE features SET value = substr(value, 1, 8)",
            "text" => "UPDATE features SET value = 'text'",
            _ => null,
        }, value =>
        {
            value[6] ^= 0x40;
            if (damage == "nan")
            {
                BitConverter.TryWriteBytes(value, float.NaN);
            }
        });
        var second = await Extract(ListSource.Noise(5));
        var third = await Extract(ListSource.Noise(5));
        Assert.Equal((5, 0), (second.Inferred, third.Inferred));
        Assert.All(new[] { second, third }, run => Assert.Equal(sound.Items.Select(item => item.Values!), run.Items.Select(item => item.Values!)));
    }

    [Fact]
    public async Task ExtractAsync_VectorsOfEarlierVersions_AreTakenUnlessTheyAreNotFinite()
    {
        var sound = await Extract(ListSource.Noise(5));
        Change("UPDATE features SET value = substr(value, 1, length(value) - 4)", _ => { });
        Assert.Equal(0, (await Extract(ListSource.Noise(5))).Inferred);
        Change("UPDATE features SET value = x'0000C07F' || substr(value, 5) WHERE rowid = 3", _ => { });
        var mended = await Extract(ListSource.Noise(5));
        Assert.Equal(1, mended.Inferred);
        Assert.Equal(sound.Items.Select(item => item.Values!), mended.Items.Select(item => item.Values!));
    }

    [Fact]
    public async Task ExtractAsync_CacheThatFailsMeanwhile_StepsAsideAndSaysSoOnce()
    {
        var told = new List<string>();
        using var cache = new FeatureCache(_folder.Path, new FixedClock()) { Faults = new Listener(told) };
        Change("DROP TABLE features", _ => { });
        using var extractor = new FeatureExtractor(SmallBackbone.Create());
        var items = await FeatureExtractorTests.Collect(extractor.ExtractAsync(ListSource.Noise(200), cache));
        Assert.All(items, item => Assert.NotNull(item.Values));
        Assert.Contains("continuing without", Assert.Single(told), StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_FolderThatIsAFile_SaysSoInOneLine()
    {
        File.WriteAllText(_folder.File("file"), "x");

        _ = Assert.Throws<FeatureCacheException>(() => new FeatureCache(_folder.File("file")));
    }

    private async Task<(List<ImageFeatures> Items, long Inferred)> Extract(ListSource source, Backbone? backbone = null)
    {
        using var cache = new FeatureCache(_folder.Path, new FixedClock());
        using var extractor = new FeatureExtractor(backbone ?? SmallBackbone.Create());
        return (await FeatureExtractorTests.Collect(extractor.ExtractAsync(source, cache)), extractor.InferredCount);
    }

    private void Change(string? sql, Action<byte[]> change)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File("features.sqlite")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql ?? "SELECT rowid, value FROM features";
        if (sql is not null)
        {
            _ = command.ExecuteNonQuery();
            return;
        }

        var rows = new List<(long Row, byte[] Value)>();
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                rows.Add((reader.GetInt64(0), (byte[])reader[1]));
            }
        }

        foreach (var (row, value) in rows)
        {
            change(value);
            using var update = connection.CreateCommand();
            update.CommandText = "UPDATE features SET value = $value WHERE rowid = $row";
            _ = update.Parameters.AddWithValue("$value", value);
            _ = update.Parameters.AddWithValue("$row", row);
            _ = update.ExecuteNonQuery();
        }
    }

    private sealed class Listener(List<string> told) : IProgress<string>
    {
        public void Report(string value)
        {
            lock (told)
            {
                told.Add(value);
            }
        }
    }

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2024, 2, 3, 4, 5, 6, TimeSpan.Zero);
    }
}
