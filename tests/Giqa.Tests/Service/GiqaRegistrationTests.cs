using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using Giqa.Tests.Library;
using Giqa.Tests.Support;
using Giqa.Web.Service;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Giqa.Tests.Service;

/// <summary><c>AddGiqa</c> and <c>MapGiqa</c> in an application of somebody's own.</summary>
public sealed class GiqaRegistrationTests : IClassFixture<ImageScorerTests.Fitted>, IDisposable
{
    private readonly ImageScorerTests.Fitted _fitted;
    private readonly TemporaryFolder _root = new();

    public GiqaRegistrationTests(ImageScorerTests.Fitted fitted)
    {
        _fitted = fitted;
        File.Copy(fitted.Folder.File("model.giqa"), _root.File("first.giqa"));
        File.Copy(fitted.Folder.File("model.giqa"), _root.File("second.giqa"));
    }

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task MapGiqa_UploadedImage_GetsTheLibrarysScoreBelowThePrefix()
    {
        await using var app = await HostedGiqa.StartAsync(_root.Path, builder => builder.Services.AddGiqa("first.giqa"), app =>
        {
            _ = app.MapGet("/", () => "mine");
            _ = app.MapGiqa();
        });

        var answer = await PostAsync(app, "/giqa/v1/score", RunningService.Form(7001));

        Assert.Equal(_fitted.Scorer.Score(RunningService.Png(7001)).Score, answer.GetProperty("results")[0].GetProperty("score").GetDouble());
        Assert.Equal("mine", await app.Client.GetStringAsync("/"));
        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync(new Uri("/v1/models", UriKind.Relative))).StatusCode);
        Assert.Contains("giqa_images_total{model=\"first\",status=\"ok\"} 1\n", await app.Client.GetStringAsync("/giqa/metrics"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/giqa", "/giqa")]
    [InlineData("/quality/of/images", "/quality/of/images")]
    [InlineData("", "/")]
    public async Task MapGiqa_Document_NamesWhereItsEndpointsAre(string prefix, string server)
    {
        await using var app = await HostedGiqa.StartAsync(_root.Path, builder => builder.Services.AddGiqa("first.giqa"), app => app.MapGiqa(prefix));

        var document = await JsonAsync(app, $"{prefix}/openapi.json");

        Assert.Equal(server, document.GetProperty("servers")[0].GetProperty("url").GetString());
        foreach (var path in document.GetProperty("paths").EnumerateObject().Where(path => path.Value.TryGetProperty("get", out _) && !path.Name.Contains('{', StringComparison.Ordinal)))
        {
            using var response = await app.Client.GetAsync(new Uri(prefix + path.Name, UriKind.Relative));
            Assert.True(response.IsSuccessStatusCode, $"{path.Name}: {response.StatusCode}");
        }
    }

    [Fact]
    public async Task AddGiqa_TwoModels_AreToldApartByQueryAndByKey()
    {
        await using var app = await HostedGiqa.StartAsync(_root.Path, builder => builder.Services.AddGiqa("first.giqa", "second.giqa"), app =>
        {
            _ = app.MapGiqa();
            _ = app.MapPost("/mine", async (Stream body, IImageScorer scorer, CancellationToken stop) => (await scorer.ScoreAsync(body, "b", stop)).Quality);
            _ = app.MapPost("/keyed", async (Stream body, [FromKeyedServices("second")] IImageScorer scorer, CancellationToken stop) => (await scorer.ScoreAsync(body, "b", stop)).Quality);
        });

        Assert.Equal("second", (await PostAsync(app, "/giqa/v1/score?model=second", RunningService.Form(1))).GetProperty("model").GetString());
        Assert.Equal("first", (await PostAsync(app, "/giqa/v1/score", RunningService.Form(1))).GetProperty("model").GetString());
        Assert.Contains("there is no model 'third' here; there are first, second", (await PostAsync(app, "/giqa/v1/score?model=third", RunningService.Form(1), 404)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        var expected = _fitted.Scorer.Score(RunningService.Png(9)).Quality;
        foreach (var path in (string[])["/mine", "/keyed"])
        {
            Assert.Equal(expected, (await PostAsync(app, path, RunningService.Body(RunningService.Png(9)))).GetDouble());
        }

        Assert.Equal("there is no model 'third'; there are first, second", Assert.Throws<GiqaException>(() => app.Services.GetRequiredKeyedService<IImageScorer>("third")).Message);
    }

    [Fact]
    public async Task AddGiqa_Section_SetsModelsAndLimits()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Giqa:Models:0"] = "first.giqa",
            ["Giqa:MaxRequestBytes"] = "50000",
            ["Giqa:Limits:MaxImages"] = "2",
            ["Giqa:Limits:MaxTime"] = "00:00:30",
            ["Giqa:Scoring:Extraction:Threads"] = "1",
            ["Giqa:Scoring:Extraction:Limits:MaxPixels"] = "2000",
        };
        await using var app = await HostedGiqa.StartAsync(_root.Path, builder => builder.Services.AddGiqa(builder.Configuration.GetSection("Giqa")), app => app.MapGiqa(), settings);

        var options = app.Services.GetRequiredService<IOptions<GiqaOptions>>().Value;
        Assert.Equal((50_000, 2, 30, 64), (options.MaxRequestBytes, options.Limits.MaxImages, options.Limits.MaxTime.TotalSeconds, options.Limits.MaxRequests));
        Assert.Equal(1, app.Services.GetRequiredService<SharedScorer>().Threads);
        Assert.Contains("more than the 2 images", (await PostAsync(app, "/giqa/v1/score", RunningService.Form(1, 2, 3), 413)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("50000 bytes", (await PostAsync(app, "/giqa/v1/score", RunningService.Body(new byte[60_000]), 413)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        var large = Giqa.Images.ImageEncoder.EncodePng(PaintedImages.Paint(1, size: 64));
        Assert.Contains("too-large", (await PostAsync(app, "/giqa/v1/score", RunningService.Body(large), 422)).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Giqa:Model", "first.giqa", "'Model'")]
    [InlineData("Giqa:Limits:MaxRequests", "0", "0 requests at a time is out of range: at least 1 is allowed")]
    [InlineData("Giqa:Limits:MaxRequests", "many", "Giqa:Limits:MaxRequests")]
    [InlineData("Giqa:Scoring:Extraction:Threads", "0", "0 threads are out of range: at least 1 is allowed")]
    [InlineData("Other:Models:0", "first.giqa", "the configuration has no section Giqa")]
    public async Task AddGiqa_SettingThatCannotBe_EndsTheStartInOneLine(string key, string value, string words)
    {
        var error = await Assert.ThrowsAsync<GiqaException>(() => HostedGiqa.StartAsync(
            _root.Path, builder => builder.Services.AddGiqa(builder.Configuration.GetSection("Giqa")), app => app.MapGiqa(), [new(key, value)]));

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task MapGiqa_WithoutAModelOrWithAMissingOne_EndsTheStartInOneLine()
    {
        var none = await Assert.ThrowsAsync<GiqaException>(() => HostedGiqa.StartAsync(_root.Path, builder => builder.Services.AddGiqa(), app => app.MapGiqa()));
        var missing = await Assert.ThrowsAsync<ModelFileException>(() => HostedGiqa.StartAsync(_root.Path, builder => builder.Services.AddGiqa("third.giqa"), app => app.MapGiqa()));
        var forgotten = await Assert.ThrowsAsync<InvalidOperationException>(() => HostedGiqa.StartAsync(_root.Path, _ => { }, app => app.MapGiqa()));

        Assert.Contains("no model is given", none.Message, StringComparison.Ordinal);
        Assert.Contains(_root.File("third.giqa"), missing.Message, StringComparison.Ordinal);
        Assert.Contains("AddGiqa", forgotten.Message, StringComparison.Ordinal);
        Assert.All((string[])[none.Message, missing.Message, forgotten.Message], message => Assert.DoesNotContain('\n', message));
    }

    [Fact]
    public async Task HealthCheck_FollowsTheModel()
    {
        await using var sound = await HostedGiqa.StartAsync(_root.Path, builder => builder.Services.AddGiqa("first.giqa"), app => app.MapHealthChecks("/healthz"));
        await using var missing = await HostedGiqa.StartAsync(_root.Path, builder => builder.Services.AddGiqa("third.giqa"), app => app.MapHealthChecks("/healthz"));

        Assert.Equal("Healthy", await sound.Client.GetStringAsync("/healthz"));
        using var answer = await missing.Client.GetAsync(new Uri("/healthz", UriKind.Relative));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task AddGiqa_Twice_AddsUp()
    {
        await using var app = await HostedGiqa.StartAsync(_root.Path, builder => builder.Services.AddGiqa("first.giqa").AddGiqa("second.giqa"), app => app.MapHealthChecks("/healthz"));

        Assert.Equal("Healthy", await app.Client.GetStringAsync("/healthz"));
        Assert.Equal(["first", "second"], app.Services.GetRequiredService<SharedScorer>().Models.Select(model => model.Name));
    }

    [Fact]
    public async Task RequireAuthorization_GuardsEveryEndpoint()
    {
        await using var app = await HostedGiqa.StartAsync(
            _root.Path,
            builder =>
            {
                _ = builder.Services.AddAuthentication().AddBearerToken();
                _ = builder.Services.AddAuthorization().AddGiqa("first.giqa");
            },
            app =>
            {
                _ = app.UseAuthentication().UseAuthorization();
                _ = app.MapGiqa().RequireAuthorization();
            });

        foreach (var path in (string[])["v1/models", "openapi.json", "metrics", "health/ready"])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await app.Client.GetAsync(new Uri($"/giqa/{path}", UriKind.Relative))).StatusCode);
        }

        using var answer = await app.Client.PostAsync(new Uri("/giqa/v1/score", UriKind.Relative), RunningService.Form(1));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Provider_DisposedSynchronously_LetsGo()
    {
        var services = new ServiceCollection().AddLogging().AddGiqa(_root.File("first.giqa"));
        using (var provider = services.BuildServiceProvider())
        {
            Assert.True((await provider.GetRequiredService<IImageScorer>().ScoreAsync(RunningService.Png(1))).IsScored);
        }
    }

    [Fact]
    public async Task Figures_AreMetricsOfTheMeterThatTheDocumentNames()
    {
        var seen = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == "Giqa.Service")
            {
                lock (seen)
                {
                    seen.Add(instrument.Name);
                }
            }
        };
        listener.Start();
        await using var app = await HostedGiqa.StartAsync(_root.Path, builder => builder.Services.AddGiqa("first.giqa"), app => app.MapGiqa());

        var document = File.ReadAllText(Repository.PathOf("docs", "aspnet.md"));
        Assert.All(["giqa_images_total", "giqa_image_seconds", "giqa_request_seconds", "giqa_images_unfinished", "giqa_requests_inside", "giqa_upload_bytes_held", "giqa_images_inferred_total"], name =>
        {
            Assert.Contains(name, seen);
            Assert.Contains($"`{name}`", document, StringComparison.Ordinal);
        });
    }

    private static async Task<JsonElement> PostAsync(HostedGiqa app, string path, HttpContent content, int status = 200)
    {
        using (content)
        {
            using var response = await app.Client.PostAsync(new Uri(path, UriKind.Relative), content);
            var text = await response.Content.ReadAsStringAsync();
            Assert.True((int)response.StatusCode == status, $"{path}: {response.StatusCode} {text}");
            return JsonDocument.Parse(text).RootElement;
        }
    }

    private static async Task<JsonElement> JsonAsync(HostedGiqa app, string path) => JsonDocument.Parse(await app.Client.GetStringAsync(path)).RootElement;
}
