using System.Text;
using System.Text.Json;
using Giqa.Models;
using Giqa.Tests.Library;
using Giqa.Tests.Models;
using Giqa.Tests.Support;
using Giqa.Tests.Training;
using Giqa.Tests.Training.Risa;
using Giqa.Training.Risa;
using Giqa.Web.Service;

namespace Giqa.Tests.Service;

/// <summary>Images scored against a reference over HTTP, with a network of random weights.</summary>
[Collection(TorchTests.Name)]
public sealed class ReferenceServiceTests : IClassFixture<ImageScorerTests.Fitted>, IDisposable
{
    private const int Side = 24;

    private readonly TemporaryFolder _folder = new();
    private readonly ImageScorerTests.Fitted _fitted;
    private readonly string _model;

    public ReferenceServiceTests(TorchFixture torch, ImageScorerTests.Fitted fitted)
    {
        (_fitted, _model) = (fitted, _folder.File("style.giqa"));
        torch.Run(() =>
        {
            using var network = new RisaNetwork(Side, 6, 5);
            RisaGraphTests.Shake(network);
            network.Train(false);
            new PairModel(RisaGraph.Write(network), network.ToClassifiers(), Side, RisaGraphTests.Report()).Save(_model);
        });
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Score_ReferencesBetweenImages_EachHoldsForTheImagesAfterIt()
    {
        await using var service = await StartAsync();
        using var scorer = PairScorer.Load(_model);

        var (status, document) = await service.PostAsync("/v1/score?model=style", Form("reference 1", "image 2", "image 3", "reference 4", "image 2"));

        Assert.Equal(200, status);
        (int Reference, int Image)[] pairs = [(1, 2), (1, 3), (4, 2)];
        var results = document.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(pairs.Select(pair => scorer.Score(PaintedImages.Paint(pair.Image), PaintedImages.Paint(pair.Reference))), results.Select(row => row.GetProperty("score").GetDouble()));
        Assert.Equal(["1.png", "1.png", "4.png"], results.Select(row => row.GetProperty("reference").GetString()));
        Assert.Equal(3, results.Select(row => row.GetProperty("quality").GetDouble()).Distinct().Count());
    }

    [Fact]
    public async Task Score_ReferenceThatCannotBeRead_IsSaidOfItsImagesAlone()
    {
        await using var service = await StartAsync();

        var (status, document) = await service.PostAsync("/v1/score?model=style", Form("reference text", "image 2", "reference 1", "image 3", "image text"));

        Assert.Equal(200, status);
        Assert.Equal(["no-reference", "ok", "not-an-image"], document.GetProperty("results").EnumerateArray().Select(row => row.GetProperty("status").GetString()));
        Assert.Equal(422, (await service.PostAsync("/v1/score?model=style", Form("reference text", "image 2"))).Status);
    }

    [Fact]
    public async Task Score_ReferenceTooLarge_IsAReasonAndNoFault()
    {
        await using var service = await StartAsync(new ServiceOptions { MaxImageBytes = 8000 });
        var form = new MultipartFormDataContent();
        RunningService.Add(form, new byte[9000], "large.png", "reference");
        RunningService.Add(form, RunningService.Png(2), "2.png");

        var (status, problem) = await service.PostAsync("/v1/score?model=style", form);

        Assert.Equal(422, status);
        Assert.Contains("large.png: more bytes", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reference_MissingOrNotWanted_IsRefused()
    {
        await using var service = await StartAsync();

        foreach (var (path, content, words) in new (string, HttpContent, string)[]
        {
            ("/v1/score?model=style", Form("image 2"), "none came before the first image"),
            ("/v1/score?model=style", Form("image 2", "reference 1"), "none came before the first image"),
            ("/v1/score?model=style", RunningService.Body(RunningService.Png(2)), "none came before the first image"),
            ("/v1/pick?count=1&model=style", Form("image 2"), "none came before the first image"),
            ("/v1/score?model=model", Form("reference 1", "image 2"), "does not take one"),
        })
        {
            var (status, problem) = await service.PostAsync(path, content);
            Assert.Equal(422, status);
            Assert.Contains(words, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(400, (await service.PostAsync("/v1/score?model=style", Form("reference 1"))).Status);
    }

    [Fact]
    public async Task Pick_AgainstAReference_RanksByIt()
    {
        await using var service = await StartAsync();

        var (status, document) = await service.PostAsync("/v1/pick?count=2&model=style", Form("reference 1", "image 2", "image 3", "image 4"));

        Assert.Equal(200, status);
        var all = document.GetProperty("kept").EnumerateArray().Concat(document.GetProperty("rejected").EnumerateArray()).Select(row => row.GetProperty("score").GetDouble()).ToArray();
        Assert.Equal((2, 3), (document.GetProperty("kept").GetArrayLength(), all.Length));
        Assert.Equal(all.OrderDescending(), all);
    }

    [Fact]
    public async Task Score_MoreReferencesThanMemory_WaitsAndAnswersAll()
    {
        // Each upload takes the whole budget while it is read: were a reference held beside its images, nothing would move.
        await using var service = await StartAsync(new ServiceOptions { MaxHeldBytes = 1 });

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => service.PostAsync("/v1/score?model=style", Form("reference 1", "image 2", "reference 3", "image 4"))));

        Assert.All(answers, answer => Assert.Equal((200, 2), (answer.Status, answer.Document.GetProperty("scored").GetInt32())));
    }

    [Fact]
    public async Task Models_SayWhichTakeAReference()
    {
        await using var service = await StartAsync();

        using var list = JsonDocument.Parse(await service.Client.GetStringAsync("/v1/models"));

        var models = list.RootElement.GetProperty("models").EnumerateArray().Select(model => (model.GetProperty("name").GetString(), model.GetProperty("method").GetString() == "risa", model.GetProperty("takes_reference").GetBoolean()));
        Assert.Equal([("model", false, false), ("style", true, true)], models);
    }

    [Fact]
    public async Task Models_SayWhichPraiseNoise()
    {
        var (noisy, honest) = (_folder.File("noisy.giqa"), _folder.File("honest.giqa"));
        ForeignProbeTests.Model(1, heldOut: 40).Save(noisy);
        ForeignProbeTests.Model(1, heldOut: 1e6).Save(honest);
        await using var service = await RunningService.StartAsync(_fitted, null, null, _model, noisy, honest);

        using var list = JsonDocument.Parse(await service.Client.GetStringAsync("/v1/models"));

        var models = list.RootElement.GetProperty("models").EnumerateArray().ToArray();
        Assert.Equal([JsonValueKind.Null, JsonValueKind.Null, JsonValueKind.True, JsonValueKind.False], models.Select(model => model.GetProperty("praises_noise").ValueKind));
        Assert.Contains(models[2].GetProperty("praised").EnumerateArray(), row => row.GetProperty("picture").GetString() == "uniform noise" && row.GetProperty("quality").GetDouble() > .9);
        Assert.Empty(models[3].GetProperty("praised").EnumerateArray());
    }

    private Task<RunningService> StartAsync(ServiceOptions? limits = null) => RunningService.StartAsync(_fitted, limits, null, _model);

    /// <summary>Parts such as "reference 1" or "image 2", painted by their numbers; "text" is no image.</summary>
    private static MultipartFormDataContent Form(params string[] parts)
    {
        var form = new MultipartFormDataContent();
        foreach (var part in parts.Select(part => part.Split(' ')))
        {
            var content = int.TryParse(part[1], out var number) ? RunningService.Png(number) : Encoding.ASCII.GetBytes(part[1]);
            RunningService.Add(form, content, $"{part[1]}.png", part[0]);
        }

        return form;
    }
}
