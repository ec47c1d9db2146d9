using Giqa.Features;
using Giqa.Tests.Support;

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
        Assert.Equal(("small", 5L, 5L * SmallBackbone.FeatureCount * sizeof(float)), (use.Backbone, use.Entries, use.Bytes));
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

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2024, 2, 3, 4, 5, 6, TimeSpan.Zero);
    }
}
