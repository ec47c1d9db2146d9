using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Giqa.Images;
using Giqa.Models;
using Giqa.Tests.Library;
using Giqa.Tests.Reports;
using Giqa.Tests.Support;
using Giqa.Web.Hosting;
using Giqa.Web.Service;

namespace Giqa.Tests.Service;

public sealed class ScoringServiceTests(ImageScorerTests.Fitted fitted) : IClassFixture<ImageScorerTests.Fitted>
{
    [Fact]
    public async Task Score_Form_GivesWhatTheLibraryGives()
    {
        await using var service = await RunningService.StartAsync(fitted);
        var form = RunningService.Form(7001, 7002);
        RunningService.Add(form, "no image"u8.ToArray(), "../<b>.png");

        var (status, document) = await service.PostAsync("/v1/score?model=model", form);

        Assert.Equal(200, status);
        Assert.Equal((2, 1), (document.GetProperty("scored").GetInt32(), document.GetProperty("skipped").GetInt32()));
        var results = document.GetProperty("results");
        Assert.Equal(fitted.Scorer.Score(RunningService.Png(7001)).Score, results[0].GetProperty("score").GetDouble());
        Assert.Equal(fitted.Scorer.Score(RunningService.Png(7002)).Quality, results[1].GetProperty("quality").GetDouble());
        Assert.Equal(("../<b>.png", "not-an-image"), (results[2].GetProperty("image").GetString(), results[2].GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Score_BodyThatIsOneImage_IsScoredUnderTheNameInTheQuery()
    {
        await using var service = await RunningService.StartAsync(fitted);

        var (status, document) = await service.PostAsync("/v1/score?name=mine", RunningService.Body(RunningService.Png(7001)));

        Assert.Equal((200, "mine"), (status, document.GetProperty("results")[0].GetProperty("image").GetString()));
    }

    [Fact]
    public async Task Score_Lines_ComeWhileTheRestIsStillBeingSent()
    {
        await using var service = await RunningService.StartAsync(fitted);
        using var client = new TcpClient();
        await client.ConnectAsync(service.Url.Host, service.Url.Port);
        var stream = client.GetStream();
        using var reader = new StreamReader(stream);

        // HttpClient would not hand over an answer before it has sent everything.
        await stream.WriteAsync("POST /v1/score HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: application/x-ndjson\r\nContent-Type: multipart/form-data; boundary=b\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray());
        await stream.WriteAsync(Chunk([.. "--b\r\nContent-Disposition: form-data; name=image; filename=first.png\r\n\r\n"u8, .. RunningService.Png(1), .. "\r\n--b\r\n"u8]));
        var first = await LineWithAsync(reader, "first.png");
        await stream.WriteAsync(Chunk([.. "Content-Disposition: form-data; name=image; filename=second.png\r\n\r\nno image\r\n--b--\r\n"u8]));
        await stream.WriteAsync("0\r\n\r\n"u8.ToArray());
        var second = await LineWithAsync(reader, "second.png");

        Assert.Contains("\"status\":\"ok\"", first, StringComparison.Ordinal);
        Assert.Contains("not-an-image", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_MapOfAModelWithMaps_SaysWhereEachImageIsBad()
    {
        using var reals = new MemorySource([.. Enumerable.Range(0, 60).Select(number => ($"{number}", (RgbImage?)PaintedImages.Paint(number)))]);
        var path = fitted.Folder.File("mapped.giqa");
        QualityModel.Fit(fitted.Reals, new FitOptions { Method = FitMethod.Knn }).WithMaps(MapModel.Fit(reals)).Save(path);
        await using var service = await RunningService.StartAsync(fitted, null, null, path);
        var form = RunningService.Form(7001);
        RunningService.Add(form, "no image"u8.ToArray(), "broken.png");

        var (status, document) = await service.PostAsync("/v1/score?model=mapped&map=true", form);
        var (_, plain) = await service.PostAsync("/v1/score?model=mapped", RunningService.Form(7001));
        var (without, problem) = await service.PostAsync("/v1/score?model=model&map=true", RunningService.Form(7001));
        var (odd, _) = await service.PostAsync("/v1/score?model=mapped&map=yes", RunningService.Form(7001));
        var models = JsonDocument.Parse(await service.Client.GetStringAsync("/v1/models")).RootElement.GetProperty("models");

        using var mapper = new QualityMapper(QualityModel.Load(path).Maps!);
        var expected = mapper.Map(PaintedImages.Paint(7001));
        Assert.Equal(200, status);
        var map = document.GetProperty("results")[0].GetProperty("map");
        Assert.Equal(expected.Qualities, map.GetProperty("qualities").EnumerateArray().Select(value => value.GetSingle()));
        Assert.Equal(expected.Quality, map.GetProperty("quality").GetDouble());
        Assert.Equal(expected.Regions.Select(region => region.X), map.GetProperty("regions").EnumerateArray().Select(region => region.GetProperty("x").GetInt32()));
        Assert.Equal(plain.GetProperty("results")[0].GetProperty("score").GetDouble(), document.GetProperty("results")[0].GetProperty("score").GetDouble());
        Assert.False(document.GetProperty("results")[1].TryGetProperty("map", out _));
        Assert.False(plain.GetProperty("results")[0].TryGetProperty("map", out _));
        Assert.Equal((400, 400), (without, odd));
        Assert.Contains("fitted without --maps", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal([false, true], models.EnumerateArray().Select(model => model.GetProperty("has_maps").GetBoolean()));
    }

    [Fact]
    public async Task Score_ModelThatKnowsPeoplesShares_TellsThem()
    {
        var (path, share) = (fitted.Folder.File("people.giqa"), new PreferredShare(.25, .2, .3));
        var report = new PeopleReport { Labels = "pairs", Judgements = 100, JudgedImages = 40, Observers = 1, Groups = 40, MedianQuality = .2, WorstTenth = share, BestTenth = share };
        var model = QualityModel.Load(fitted.Folder.File("model.giqa"));
        model.WithPeople(PeopleMap.Of([1e-9, .999], [share, new PreferredShare(.75, .7, .8)], report)).Save(path);
        await using var service = await RunningService.StartAsync(fitted, null, null, path);

        var (_, document) = await service.PostAsync("/v1/score?model=people", RunningService.Form(7001));
        var (_, plain) = await service.PostAsync("/v1/score?model=model", RunningService.Form(7001));
        var models = JsonDocument.Parse(await service.Client.GetStringAsync("/v1/models")).RootElement.GetProperty("models");

        var result = document.GetProperty("results")[0];
        var expected = QualityModel.Load(path).People!.ShareOf(result.GetProperty("quality").GetDouble());
        Assert.Equal(expected, new PreferredShare(result.GetProperty("preferred").GetDouble(), result.GetProperty("preferred_low").GetDouble(), result.GetProperty("preferred_high").GetDouble()));
        Assert.Equal(expected.Value, document.GetProperty("mean_preferred").GetDouble());
        Assert.False(plain.GetProperty("results")[0].TryGetProperty("preferred", out _));
        Assert.False(plain.TryGetProperty("mean_preferred", out _));
        Assert.Equal([(false, "reals"), (true, "reals")], models.EnumerateArray().Select(one => (one.GetProperty("has_people").GetBoolean(), one.GetProperty("calibrated_on").GetString()!)));
    }

    [Theory]
    [InlineData("count=2", 2)]
    [InlineData("keep=0.25", 1)]
    [InlineData("min_quality=0", 4)]
    public async Task Pick_Batch_KeepsTheBestFirst(string query, int kept)
    {
        await using var service = await RunningService.StartAsync(fitted);

        var (status, document) = await service.PostAsync($"/v1/pick?{query}", RunningService.Form(7001, 7002, 7003, 7004));

        Assert.Equal(200, status);
        Assert.Equal((kept, 4 - kept), (document.GetProperty("kept").GetArrayLength(), document.GetProperty("rejected").GetArrayLength()));
        var qualities = document.GetProperty("kept").EnumerateArray().Concat(document.GetProperty("rejected").EnumerateArray()).Select(row => row.GetProperty("quality").GetDouble()).ToArray();
        Assert.Equal(qualities.OrderDescending(), qualities);
    }

    [Theory]
    [InlineData("/v1/pick", 400, "exactly one of")]
    [InlineData("/v1/pick?keep=0.5&count=1", 400, "exactly one of")]
    [InlineData("/v1/pick?keep=2", 400, "share")]
    [InlineData("/v1/pick?count=-1", 400, "whole number")]
    [InlineData("/v1/pick?min_quality=NaN", 400, "not a number")]
    [InlineData("/v1/score?model=other", 404, "there are model")]
    public async Task Query_OutOfRange_IsRefusedInOneLine(string path, int expected, string words)
    {
        await using var service = await RunningService.StartAsync(fitted);

        var (status, problem) = await service.PostAsync(path, RunningService.Form(1));

        Assert.Equal(expected, status);
        Assert.Equal(expected, problem.GetProperty("status").GetInt32());
        Assert.Contains(words, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_ThatIsOfNoUse_IsRefusedWithTheReason()
    {
        await using var service = await RunningService.StartAsync(fitted, new ServiceOptions { MaxImages = 2, MaxImageBytes = 5000 }, new LocalWebHostOptions { MaxRequestBytes = 20_000 });
        var reference = RunningService.Form(1);
        reference.Add(new ByteArrayContent([1]), "reference", "r.png");
        var field = RunningService.Form();
        field.Add(new StringContent("0.5"), "keep");
        var large = RunningService.Form();
        RunningService.Add(large, new byte[6000], "large.png");

        await ExpectAsync(service, RunningService.Form(), 400, "no Content-Disposition");
        await ExpectAsync(service, RunningService.Form(1, 2, 3), 413, "more than the 2 images");
        await ExpectAsync(service, RunningService.Body(new byte[30_000]), 413, "larger than the 20000 bytes");
        await ExpectAsync(service, large, 422, "too-large");
        await ExpectAsync(service, reference, 422, "does not take one");
        await ExpectAsync(service, field, 400, "settings go into the query");
        await ExpectAsync(service, new StringContent("{}", null, "application/json"), 415, "application/json");
        await ExpectAsync(service, RunningService.Body([]), 422, "empty");
        await ExpectAsync(service, RunningService.Body([1], "multipart/form-data"), 400, "boundary");
    }

    [Fact]
    public async Task Requests_BeyondTheLimit_GetRetryAfterUntilAPlaceIsFree()
    {
        await using var service = await RunningService.StartAsync(fitted, new ServiceOptions { MaxRequests = 1 });
        var send = new TaskCompletionSource();
        var first = service.PostAsync("/v1/score", new SlowForm(RunningService.Png(1), RunningService.Png(2), send.Task));
        await Eventually.HoldsAsync(async () => !await IsReadyAsync(service), "the only place is taken");

        using var second = await service.Client.PostAsync("/v1/score", RunningService.Form(1));
        using var alive = await service.Client.GetAsync("/health/live");
        send.SetResult();
        _ = await first;
        using var third = await service.Client.PostAsync("/v1/score", RunningService.Form(1));

        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.InRange(second.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (alive.StatusCode, third.StatusCode));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/docs")]
    public async Task Welcome_TellsAPersonWhatThereIs(string path)
    {
        await using var service = await RunningService.StartAsync(fitted);

        var page = await service.Client.GetStringAsync(path);

        Assert.Contains("/v1/score", page, StringComparison.Ordinal);
        Assert.Contains("here model", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Probes_TakeHead(string path)
    {
        await using var service = await RunningService.StartAsync(fitted);

        using var answer = await service.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/v1/score", "image/png")]
    [InlineData("/v1/pick?count=1", "image/png")]
    [InlineData("/v1/score", "multipart/form-data; boundary=b")]
    public async Task Chunk_OfAnImpossibleSize_IsTheSendersFault(string path, string type)
    {
        await using var service = await RunningService.StartAsync(fitted);

        var answer = await Hosting.RawRequest.SendAsync(service.Url, $"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {type}\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\na");

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_ThatIsCompressedOnItsWay_IsRefusedByName()
    {
        await using var service = await RunningService.StartAsync(fitted);
        var body = RunningService.Body(RunningService.Png(1));
        body.Headers.ContentEncoding.Add("gzip");

        await ExpectAsync(service, body, 415, "Content-Encoding gzip");
    }

    [Fact]
    public async Task Request_SlowerThanItsTime_Gets503()
    {
        await using var service = await RunningService.StartAsync(fitted, new ServiceOptions { MaxTime = TimeSpan.FromMilliseconds(400) });
        using var client = new TcpClient();
        await client.ConnectAsync(service.Url.Host, service.Url.Port);
        using var reader = new StreamReader(client.GetStream());

        // It never ends: HttpClient would wait for that before it hands over the answer.
        await client.GetStream().WriteAsync("POST /v1/score HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 1000\r\n\r\nhalf"u8.ToArray());

        Assert.StartsWith("HTTP/1.1 503", await LineWithAsync(reader, "HTTP/1.1"), StringComparison.Ordinal);
        using var limit = Eventually.Patience();
        while (await reader.ReadLineAsync(limit.Token) is { Length: > 0 })
        {
        }

        var body = new char[400];
        var length = await reader.ReadAsync(body, limit.Token);
        Assert.Contains("longer than", new string(body, 0, length), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_ThatIsKilled_FreesItsWork()
    {
        // So many that the machine has them not all scored before it gets round to the kill.
        const int Many = 4000;
        await using var service = await RunningService.StartAsync(fitted, new ServiceOptions { MaxImages = Many }, new LocalWebHostOptions { MaxRequestBytes = 256 << 20 });
        using var killed = new CancellationTokenSource();
        var (form, image) = (RunningService.Form(), RunningService.Png(1));
        for (var i = 0; i < Many; i++)
        {
            RunningService.Add(form, image, $"{i}.png");
        }

        var answer = service.Client.PostAsync("/v1/score", form, killed.Token);
        await Eventually.HoldsAsync(() => Task.FromResult(service.Scorer.InferredCount > 3), "the first images are scored");

        await killed.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await Eventually.HoldsAsync(() => Task.FromResult(service.Scorer.Unfinished == 0), "no image is left");
        await BecomesAsync(service, "giqa_requests_inside", 0);
        await BecomesAsync(service, "giqa_upload_bytes_held", 0);
        Assert.True(service.Scorer.InferredCount < Many, "all images were scored for nobody");
    }

    [Fact]
    public async Task Metrics_AfterRequests_CountThem()
    {
        await using var service = await RunningService.StartAsync(fitted);
        _ = await service.PostAsync("/v1/score", RunningService.Form(1, 2));
        _ = await service.PostAsync("/v1/score", RunningService.Body("text"u8.ToArray()));

        await BecomesAsync(service, "giqa_images_total{model=\"model\",status=\"ok\"}", 2);
        await BecomesAsync(service, "giqa_images_total{model=\"model\",status=\"not-an-image\"}", 1);
        await BecomesAsync(service, "giqa_image_seconds_bucket{model=\"model\",le=\"+Inf\"}", 3);
        await BecomesAsync(service, "giqa_request_seconds_count{endpoint=\"score\",status=\"422\"}", 1);
    }

    [Fact]
    public async Task Models_AreListed()
    {
        await using var service = await RunningService.StartAsync(fitted);

        using var list = JsonDocument.Parse(await service.Client.GetStringAsync("/v1/models"));
        using var one = JsonDocument.Parse(await service.Client.GetStringAsync("/v1/models/model"));

        Assert.Equal("model", list.RootElement.GetProperty("default").GetString());
        Assert.Equal(one.RootElement.ToString(), list.RootElement.GetProperty("models")[0].ToString());
        Assert.Equal("mobilenet-low", one.RootElement.GetProperty("backbone").GetString());
    }

    [Fact]
    public async Task Key_WhenAskedFor_GuardsEverythingButHealth()
    {
        await using var service = await RunningService.StartAsync(fitted, options: new LocalWebHostOptions { ApiKey = "0123456789abcdef" });

        foreach (var (path, expected) in new[] { ("/v1/models", 401), ("/metrics", 401), ("/openapi.json", 401), ("/health/live", 200), ("/health/ready", 200) })
        {
            using var response = await service.Client.GetAsync(path);
            Assert.Equal((path, expected), (path, (int)response.StatusCode));
        }

        var (status, _) = await service.PostAsync("/v1/score", RunningService.Form(1));
        Assert.Equal(401, status);
    }

    private static async Task ExpectAsync(RunningService service, HttpContent content, int status, string words)
    {
        var (seen, problem) = await service.PostAsync("/v1/score", content);
        Assert.True(seen == status, $"{seen} instead of {status}: {problem}");
        Assert.Contains(words, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static byte[] Chunk(byte[] content) => [.. System.Text.Encoding.ASCII.GetBytes($"{content.Length:x}\r\n"), .. content, .. "\r\n"u8];

    private static async Task<string> LineWithAsync(StreamReader reader, string words)
    {
        using var limit = Eventually.Patience();
        while (await reader.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Contains(words, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidDataException($"no line has {words}");
    }

    private static async Task<bool> IsReadyAsync(RunningService service)
    {
        using var answer = await service.Client.GetAsync("/health/ready");
        return answer.StatusCode != HttpStatusCode.ServiceUnavailable;
    }

    /// <summary>Waits for a metric's value: a request is counted when its answer has gone out, which its client may see before.</summary>
    private static Task BecomesAsync(RunningService service, string name, int value) => Eventually.HoldsAsync(
        async () => (await service.Client.GetStringAsync("/metrics")).Split('\n').Contains($"{name} {value}"),
        $"{name} is {value}");

    /// <summary>A form whose second image, and a third that is none, are sent only when something has happened.</summary>
    private sealed class SlowForm : HttpContent
    {
        private readonly byte[] _first;
        private readonly byte[] _second;
        private readonly Task _before;

        internal SlowForm(byte[] first, byte[] second, Task before)
        {
            (_first, _second, _before) = (first, second, before);
            Headers.ContentType = new("multipart/form-data") { Parameters = { new("boundary", "slow") } };
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await WriteAsync(stream, "first.png", _first);
            await stream.FlushAsync();
            await _before;
            await stream.WriteAsync("--slow\r\n"u8.ToArray());
            await stream.WriteAsync("Content-Disposition: form-data; name=image; filename=second.png\r\n\r\n"u8.ToArray());
            await stream.WriteAsync(_second);
            await stream.WriteAsync("\r\n"u8.ToArray());
            await WriteAsync(stream, "third.png", "text"u8.ToArray());
            await stream.WriteAsync("--slow--\r\n"u8.ToArray());
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        private static async Task WriteAsync(Stream stream, string name, byte[] content)
        {
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"--slow\r\nContent-Disposition: form-data; name=image; filename={name}\r\n\r\n"));
            await stream.WriteAsync(content);
            await stream.WriteAsync("\r\n"u8.ToArray());
        }
    }
}
