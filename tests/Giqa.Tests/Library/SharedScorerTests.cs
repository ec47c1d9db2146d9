using Giqa.Images;
using Giqa.Scores;
using Giqa.Tests.Support;

namespace Giqa.Tests.Library;

public sealed class SharedScorerTests(ImageScorerTests.Fitted fitted) : IClassFixture<ImageScorerTests.Fitted>
{
    [Fact]
    public async Task Score_FromManyCallers_IsWhatTheScorerGivesBitForBit()
    {
        await using var scorer = Load();
        var images = Enumerable.Range(6000, 40).Select(number => ImageEncoder.EncodePng(PaintedImages.Paint(number))).ToArray();

        var shared = await Task.WhenAll(images.Select(image => Task.Run(() => scorer.ScoreAsync(scorer.Models[0], "image", ImageContent.FromFile(image)))));

        Assert.Equal(images.Select(image => fitted.Scorer.Score(image)), shared);
        Assert.Equal(0, scorer.Unfinished);
    }

    [Fact]
    public async Task Score_WhatIsNoImage_IsAResultWithItsReason()
    {
        await using var scorer = Load();

        var score = await scorer.ScoreAsync(scorer.Models[0], "text", ImageContent.FromFile("no image"u8.ToArray()));

        Assert.Equal(("text", "not-an-image"), (score.Image, score.Status));
        Assert.Equal(0, scorer.InferredCount);
    }

    [Fact]
    public async Task Score_GivenUp_RunsNoNetwork()
    {
        // So many that the machine has them not all done before it gets round to the end.
        const int Many = 5000;
        await using var scorer = Load();
        using var stop = new CancellationTokenSource();
        var image = ImageEncoder.EncodePng(PaintedImages.Paint(1));
        var tasks = Enumerable.Range(0, Many).Select(_ => scorer.ScoreAsync(scorer.Models[0], "image", ImageContent.FromFile(image), stop.Token)).ToArray();

        await stop.CancelAsync();

        await Task.WhenAll(tasks).ContinueWith(_ => { }, TaskScheduler.Default);
        var given = tasks.Count(task => task.IsCanceled);
        Assert.True(given > 0, "every image was scored");
        Assert.InRange(scorer.InferredCount, 0, Many - given);
        Assert.Equal(0, scorer.Unfinished);
    }

    [Fact]
    public async Task Dispose_WithImagesUnderWay_FinishesThem()
    {
        var scorer = Load();
        var image = ImageEncoder.EncodePng(PaintedImages.Paint(1));
        var tasks = Enumerable.Range(0, 8).Select(_ => scorer.ScoreAsync(scorer.Models[0], "image", ImageContent.FromFile(image))).ToArray();

        await scorer.DisposeAsync();

        Assert.All(await Task.WhenAll(tasks), score => Assert.Equal(ImageScore.Ok, score.Status));
    }

    [Fact]
    public async Task Load_TwoModelsOfOneBackbone_ShareTheNetworkAndKeepTheirNames()
    {
        File.Copy(fitted.Folder.File("model.giqa"), fitted.Folder.File("other.giqa"), overwrite: true);

        await using var scorer = SharedScorer.Load([fitted.Folder.File("model.giqa"), fitted.Folder.File("other.giqa")], fitted.Options);

        Assert.Equal(["model", "other"], scorer.Models.Select(model => model.Name));
        Assert.Same(scorer.Models[0].Extractor, scorer.Models[1].Extractor);
        _ = Assert.Throws<GiqaException>(() => SharedScorer.Load([fitted.Folder.File("model.giqa"), fitted.Folder.File("model.giqa")], fitted.Options));
    }

    private SharedScorer Load() => SharedScorer.Load([fitted.Folder.File("model.giqa")], fitted.Options);
}
