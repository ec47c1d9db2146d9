using Giqa.Features;
using Giqa.Images;
using Giqa.Models;
using Giqa.Scores;
using Giqa.Tests.Support;

namespace Giqa.Tests.Library;

public sealed class ImageScorerTests : IClassFixture<ImageScorerTests.Fitted>
{
    private readonly Fitted _fitted;

    public ImageScorerTests(Fitted fitted) => _fitted = fitted;

    private ImageScorer Scorer => _fitted.Scorer;

    [Fact]
    public async Task Score_PathBytesStreamAndPixels_AreTheSame()
    {
        var image = PaintedImages.Paint(1000);
        var bytes = ImageEncoder.EncodePng(image);
        var path = _fitted.Folder.File("same.png");
        await File.WriteAllBytesAsync(path, bytes);
        using var stream = new MemoryStream(bytes);
        ImageScore[] scores = [Scorer.Score(path), Scorer.Score(bytes), await Scorer.ScoreAsync(stream), Scorer.Score(image)];
        Assert.All(scores, score => Assert.Equal(scores[0] with { Image = score.Image }, score));
        Assert.InRange(scores[0].Quality!.Value, 0, 1);
    }

    [Fact]
    public async Task Score_ManyAtOnceAndOneByOne_AreTheSameBitForBit()
    {
        var paths = _fitted.WriteImages(2000, 150);
        var streamed = new List<ImageScore>();
        await foreach (var score in Scorer.ScoreAsync(paths))
        {
            streamed.Add(score);
        }

        var alone = new ImageScore[paths.Length];
        _ = Parallel.For(0, paths.Length, i => alone[i] = Scorer.Score(paths[i]));
        Assert.Equal(paths, streamed.Select(score => score.Image));
        Assert.Equal(alone, streamed);
    }

    [Fact]
    public async Task Score_WhatIsNoImage_IsAResultWithItsReason()
    {
        var broken = _fitted.Folder.File("broken.png");
        await File.WriteAllBytesAsync(broken, ImageEncoder.EncodePng(PaintedImages.Paint(1))[..60]);
        var missing = _fitted.Folder.File("missing.png");
        var statuses = new List<string>();
        await foreach (var score in Scorer.ScoreAsync([broken, missing, .. _fitted.WriteImages(3000, 1)]))
        {
            statuses.Add(score.Status);
        }

        Assert.Equal(["truncated", "unreadable", "ok"], statuses);
        Assert.Equal("empty", Scorer.Score(ReadOnlyMemory<byte>.Empty).Status);
        Assert.Equal("not-an-image", Scorer.Score("nothing of the kind"u8.ToArray()).Status);
    }

    [Fact]
    public void Score_NoiseAgainstARealImage_IsWorse()
    {
        var noisy = Degradation.Apply(PaintedImages.Paint(4000), DegradationKind.Noise, 5, seed: 1);
        Assert.True(Scorer.Score(noisy).Quality < Scorer.Score(PaintedImages.Paint(4000)).Quality);
    }

    [Fact]
    public void Score_ImageOfTheReals_IsFlaggedAsMemorised()
    {
        var score = Scorer.Score(PaintedImages.Paint(7));
        Assert.True(score.IsMemorised);
        Assert.True(double.IsFinite(score.Score!.Value));
    }

    [Fact]
    public async Task Score_Cancelled_Stops()
    {
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var score in Scorer.ScoreAsync(_fitted.WriteImages(5000, 2), stop.Token))
            {
                await stop.CancelAsync();
            }
        });
    }

    [Fact]
    public void Create_ModelOfAnotherBackbone_NamesBoth()
    {
        var foreign = new FeatureSet(_fitted.Reals.Matrix, _fitted.Reals.Items, new string('0', 64), "mobilenet-mid");
        var model = QualityModel.Fit(foreign, new FitOptions { Method = FitMethod.Knn });
        var message = Assert.Throws<ModelFileException>(() => ImageScorer.Create(model, "old.giqa", _fitted.Options)).Message;
        Assert.Contains("old.giqa", message, StringComparison.Ordinal);
        Assert.Contains("000000000000", message, StringComparison.Ordinal);
    }

    /// <summary>A model of a hundred painted images on the default backbone.</summary>
    public sealed class Fitted : IDisposable
    {
        public Fitted()
        {
            Options = new ImageScorerOptions { Backbones = new BackboneStore(Folder.File("backbones")) };
            using var extractor = new FeatureExtractor(Options.Backbones.Open());
            var rows = Enumerable.Range(0, 100).SelectMany(i => extractor.Extract(PaintedImages.Paint(i))).ToArray();
            var items = Enumerable.Range(0, 100).Select(i => new FeatureItem($"{i:000}", null, null)).ToArray();
            Reals = new FeatureSet(new FeatureMatrix(100, extractor.Backbone.FeatureCount, rows), items, extractor.Backbone.Fingerprint, extractor.Backbone.Name)
            {
                Preset = extractor.Backbone.Preprocessing.Preset,
            };
            var path = Folder.File("model.giqa");
            QualityModel.Fit(Reals, new FitOptions { Method = FitMethod.Knn }).Save(path);
            Scorer = ImageScorer.Load(path, Options);
        }

        public ImageScorer Scorer { get; }

        internal TemporaryFolder Folder { get; } = new();

        internal ImageScorerOptions Options { get; }

        internal FeatureSet Reals { get; }

        public void Dispose()
        {
            Scorer.Dispose();
            Folder.Dispose();
        }

        internal string[] WriteImages(int first, int count) => [.. Enumerable.Range(first, count).Select(i =>
        {
            var path = Folder.File($"{i}.png");
            File.WriteAllBytes(path, ImageEncoder.EncodePng(PaintedImages.Paint(i)));
            return path;
        })];
    }
}
