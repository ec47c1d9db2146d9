using Giqa.Features;
using Giqa.Features.Onnx;
using Giqa.Images;
using Giqa.Tests.Support;

namespace Giqa.Tests.Features;

public sealed class FeatureExtractorTests
{
    private static readonly string[] RealImages = ["rgb.bmp", "lossy.webp", "exif1.jpg", "progressive420.jpg", "palette4.png", "422.jpg", "rgba.png", "411.jpg", "adobe-rgb.jpg"];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 4)]
    [InlineData(2, 5)]
    [InlineData(3, 9)]
    public async Task ExtractAsync_AnyThreadsAndBatchSize_GivesTheSameBits(int threads, int batchSize)
    {
        var backbone = new BackboneStore().Open();
        using var alone = new FeatureExtractor(backbone, new ExtractorOptions { Threads = 1 });
        using var together = new FeatureExtractor(backbone, new ExtractorOptions { Threads = threads, BatchSize = batchSize });
        var contents = Array.ConvertAll(RealImages, name => ImageContent.FromFile(File.ReadAllBytes(Fixture.PathOf(Path.Combine("images", name)))));
        using var reversed = new ListSource([.. contents.Reverse().Select(content => (Func<ImageContent>)(() => content))]);

        var items = await Collect(together.ExtractAsync(reversed));

        var decode = backbone.Preprocessing.DecodeWith(new DecodeOptions());
        for (var i = 0; i < contents.Length; i++)
        {
            Assert.Equal(alone.Extract(contents[i].Decode(decode)), items[contents.Length - 1 - i].Values);
        }
    }

    [Theory]
    [InlineData(0x0FFF, true)]
    [InlineData(0x00FF, true)]
    [InlineData(0xFFFF, false)]
    public async Task ExtractAsync_DeepImagesOfASmallRange_AreMarkedInEveryRun(int most, bool expected)
    {
        using var folder = new Giqa.Tests.Support.TemporaryFolder();
        File.WriteAllBytes(folder.File("deep.png"), DeepPng(most));
        using var cache = new FeatureCache(folder.Path);
        for (var run = 0; run < 2; run++)
        {
            using var extractor = new FeatureExtractor(SmallBackbone.Create());
            using var source = Giqa.Images.ImageInput.Open(folder.File("deep.png"), new Giqa.Images.DecodeOptions());
            Assert.Equal(expected, Assert.Single(await Collect(extractor.ExtractAsync(source, cache))).IsOfSmallRange);
        }
    }

    /// <summary>Grey, 8 x 8, 16 bits, rising to a value.</summary>
    private static byte[] DeepPng(int most)
    {
        var rows = new List<byte>();
        for (var y = 0; y < 8; y++)
        {
            rows.Add(0);
            for (var x = 0; x < 8; x++)
            {
                var value = most * ((8 * y) + x) / 63;
                rows.AddRange([(byte)(value >> 8), (byte)value]);
            }
        }

        using var packed = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write([.. rows]);
        }

        return [0x89, .. "PNG\r\n\u001A\n"u8, .. Chunk("IHDR"u8, [0, 0, 0, 8, 0, 0, 0, 8, 16, 0, 0, 0, 0]), .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, [])];

        static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
        {
            byte[] body = [.. type, .. data];
            var frame = new byte[8];
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(frame, data.Length);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), System.IO.Hashing.Crc32.HashToUInt32(body));
            return [.. frame[..4], .. body, .. frame[4..]];
        }
    }

    [Fact]
    public async Task ExtractAsync_ManyImages_KeepsTheSourcesOrder()
    {
        using var extractor = new FeatureExtractor(SmallBackbone.Create(), new ExtractorOptions { Threads = 4 });
        using var source = ListSource.Noise(300);

        var items = await Collect(extractor.ExtractAsync(source));

        Assert.Equal(Enumerable.Range(0, 300), items.Select(item => item.Index));
        var decode = new DecodeOptions();
        Assert.All(items, item => Assert.Equal(extractor.Extract(ListSource.Noisy(item.Index).Decode(decode)), item.Values));
    }

    [Fact]
    public async Task ExtractAsync_FaultyImages_AreItemsAndDoNotEndTheRun()
    {
        using var extractor = new FeatureExtractor(SmallBackbone.Create());
        using var source = new ListSource(
        [
            () => ListSource.Noisy(0),
            () => throw new ImageException(ImageFault.Truncated, "it ends early"),
            () => ImageContent.FromFile(new byte[] { 1, 2, 3 }),
            () => throw new InvalidOperationException("a codec\nfell over"),
            () => ListSource.Noisy(1),
        ]);

        var items = await Collect(extractor.ExtractAsync(source));

        Assert.Equal([null, ImageFault.Truncated, ImageFault.NotAnImage, ImageFault.Failed, null], items.Select(item => item.Fault));
        Assert.Equal("a codec fell over", items[3].Detail);
        Assert.Equal(2, extractor.InferredCount);
    }

    [Fact]
    public async Task ExtractAsync_MissingCodec_EndsTheRunWithItsRemedy()
    {
        using var extractor = new FeatureExtractor(SmallBackbone.Create());
        using var source = new ListSource([() => ListSource.Noisy(0), () => throw new NativeLibraryException("no codec")]);

        _ = await Assert.ThrowsAsync<NativeLibraryException>(() => Collect(extractor.ExtractAsync(source)));
    }

    [Fact]
    public async Task ExtractAsync_Cancelled_StopsReadingSoon()
    {
        using var extractor = new FeatureExtractor(SmallBackbone.Create(), new ExtractorOptions { Threads = 2 });
        using var source = ListSource.Noise(100_000);
        using var cancellation = new CancellationTokenSource();

        async Task CancelAtTheTenth()
        {
            await foreach (var item in extractor.ExtractAsync(source, cancellationToken: cancellation.Token))
            {
                if (item.Index == 10)
                {
                    await cancellation.CancelAsync();
                }
            }
        }

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(CancelAtTheTenth);
        var reads = source.Reads;
        Assert.True(reads < 100, $"{reads} images were read");
    }

    [Fact]
    public async Task ExtractAsync_ConsumerThatWaits_HoldsTheReadersBack()
    {
        using var extractor = new FeatureExtractor(SmallBackbone.Create(), new ExtractorOptions { Threads = 2 });
        using var source = ListSource.Noise(2000);
        await foreach (var item in extractor.ExtractAsync(source))
        {
            if (item.Index == 100)
            {
                await Task.Delay(200);
                break;
            }
        }

        Assert.InRange(source.Reads, 101, 160);
    }

    [Fact]
    public async Task ExtractAsync_WithProgress_CountsEachItem()
    {
        using var extractor = new FeatureExtractor(SmallBackbone.Create());
        using var source = new ListSource([() => ListSource.Noisy(0), () => throw new ImageException(ImageFault.Empty, "empty"), () => ListSource.Noisy(0)]);
        var seen = new ProgressList();

        _ = await Collect(extractor.ExtractAsync(source, progress: seen));

        Assert.Equal([new(1, 3, 0, 0), new(2, 3, 1, 0), new(3, 3, 1, 0)], seen.Values);
    }

    [Fact]
    public async Task ExtractAsync_FeatureThatIsNotANumber_IsAFault()
    {
        var graph = new OnnxGraph("broken");
        var image = graph.AddInput("image", "batch", "3", "32", "32");
        var mean = graph.AddNode("GlobalAveragePool", "mean", [image]);
        var flat = graph.AddNode("Flatten", "flat", [mean]);
        var minusOne = graph.AddConstant("minus", [], [-1f]);
        var negative = graph.AddNode("Mul", "negative", [flat, minusOne]);
        _ = graph.AddNode("Log", "log", [negative]);
        _ = graph.AddNode("Concat", "features", ["log", "log", "flat", "flat"], OnnxAttribute.Integer("axis", 1));
        graph.AddOutput("features", "batch", "12");
        var backbone = new Backbone(SmallBackbone.Create().Description with { FeatureCount = 12 }, "", graph.ToModel);
        using var extractor = new FeatureExtractor(backbone);
        using var source = ListSource.Noise(1);

        Assert.Equal(ImageFault.Failed, (await Collect(extractor.ExtractAsync(source)))[0].Fault);
    }

    [Fact]
    public void Constructor_DamagedModel_SaysSoInOneLine()
    {
        var exception = Assert.Throws<ModelFileException>(() => new FeatureExtractor(SmallBackbone.Create("broken", [1, 2, 3])));

        Assert.StartsWith("broken is not a network that can be run", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public void Constructor_ModelThatNamesAFileOfWeights_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var model = OnnxSurgery.MoveWeights(SmallBackbone.Model(), folder.Path, "w.bin");
        Assert.Contains("second file, which is not read", Assert.Throws<ModelFileException>(() => new FeatureExtractor(SmallBackbone.Create("elsewhere", model))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:x")]
    [InlineData("")]
    public void Constructor_UnknownDevice_NamesTheKnownOnes(string device)
    {
        var exception = Assert.Throws<GiqaException>(() => new FeatureExtractor(SmallBackbone.Create(), new ExtractorOptions { Device = device }));

        Assert.Contains("cpu, cuda and cuda:N", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_MissingLibrary_NamesTheRemedy()
    {
        var failure = new TypeInitializationException("Native", new DllNotFoundException("Unable to load\nsomething"));

        var exception = Assert.IsType<NativeLibraryException>(OnnxFailure.Describe("x", failure));

        Assert.Contains("giqa doctor", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    internal static async Task<List<ImageFeatures>> Collect(IAsyncEnumerable<ImageFeatures> items)
    {
        var all = new List<ImageFeatures>();
        await foreach (var item in items)
        {
            all.Add(item);
        }

        return all;
    }

    private sealed class ProgressList : IProgress<ExtractionProgress>
    {
        internal List<ExtractionProgress> Values { get; } = [];

        public void Report(ExtractionProgress value) => Values.Add(value);
    }
}
