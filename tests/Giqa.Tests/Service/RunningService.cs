using System.Net.Http.Headers;
using System.Text.Json;
using Giqa.Images;
using Giqa.Tests.Library;
using Giqa.Tests.Support;
using Giqa.Web.Hosting;
using Giqa.Web.Service;

namespace Giqa.Tests.Service;

/// <summary>The service on a free port, in the test's process.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly LocalWebHost _host;
    private readonly ScoringService _service;

    private RunningService(LocalWebHost host, ScoringService service, SharedScorer scorer) =>
        (_host, _service, Scorer, Client) = (host, service, scorer, new HttpClient { BaseAddress = host.Url });

    internal SharedScorer Scorer { get; }

    internal HttpClient Client { get; }

    internal Uri Url => _host.Url;

    internal static async Task<RunningService> StartAsync(ImageScorerTests.Fitted fitted, ServiceOptions? limits = null, LocalWebHostOptions? options = null, params string[] others)
    {
        var scorer = SharedScorer.Load([fitted.Folder.File("model.giqa"), .. others], fitted.Options);
        var service = new ScoringService(scorer, limits ?? new ServiceOptions(), TimeProvider.System);
        var host = LocalWebHost.Create(options ?? new LocalWebHostOptions(), service.Map);
        await host.StartAsync();
        return new RunningService(host, service, scorer);
    }

    /// <summary>A form of painted images, the same number always the same image.</summary>
    internal static MultipartFormDataContent Form(params int[] numbers)
    {
        var form = new MultipartFormDataContent();
        foreach (var number in numbers)
        {
            Add(form, Png(number), $"{number}.png");
        }

        return form;
    }

    internal static void Add(MultipartFormDataContent form, byte[] content, string fileName, string field = "image") => form.Add(new ByteArrayContent(content), field, fileName);

    internal static byte[] Png(int number) => ImageEncoder.EncodePng(PaintedImages.Paint(number));

    internal static ByteArrayContent Body(byte[] content, string type = "image/png")
    {
        var body = new ByteArrayContent(content);
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return body;
    }

    /// <summary>Posts, and gives back the status with the document of the answer.</summary>
    internal async Task<(int Status, JsonElement Document)> PostAsync(string path, HttpContent content)
    {
        using (content)
        {
            using var response = await Client.PostAsync(path, content);
            return ((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync();
        await _host.DisposeAsync();
        _service.Dispose();
        await Scorer.DisposeAsync();
    }
}
