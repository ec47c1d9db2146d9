using System.Net.Sockets;
using System.Text;
using Giqa.Numerics;
using Giqa.Tests.Hosting;
using Giqa.Tests.Library;
using Giqa.Tests.Support;

namespace Giqa.Tests.Service;

/// <summary>The service as users start it.</summary>
public sealed class ServeProcessTests(ImageScorerTests.Fitted fitted) : IClassFixture<ImageScorerTests.Fitted>, IDisposable
{
    private const int FewRequests = 300;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Terminated_UnderLoad_AnswersEveryRequestThatItAccepted()
    {
        using var service = await ServeProcess.StartAsync(_folder.Path, "--model", fitted.Folder.File("model.giqa"));
        var accepted = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => AcceptedRequest.OpenAsync(service.Url, RunningService.Png(number))));

        await service.TerminateAsync();
        await Task.Delay(300);
        var answers = await Task.WhenAll(accepted.Select(request => request.FinishAsync()));

        Assert.All(answers, answer => Assert.Contains("\"status\":\"ok\"", answer, StringComparison.Ordinal));
        var (code, errors) = await service.EndAsync();
        Assert.Equal((0, "press Ctrl+C to stop"), (code, errors.Trim()));
    }

    [Fact]
    public async Task Uploads_OfManyMegabytes_NeverTouchTheDisk()
    {
        using var service = await ServeProcess.StartAsync(_folder.Path, "--model", fitted.Folder.File("model.giqa"));
        var written = new List<string>();
        using var watcher = new FileSystemWatcher(_folder.Path) { IncludeSubdirectories = true, EnableRaisingEvents = true };
        watcher.Created += (_, created) => written.Add(created.FullPath);
        using var client = new HttpClient { BaseAddress = service.Url };
        using var form = RunningService.Form(1, 2);
        RunningService.Add(form, new byte[20_000_000], "large.png");

        using var answer = await client.PostAsync("/v1/score", form);

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        Assert.Empty(written);
        Assert.Empty(Directory.EnumerateFiles(_folder.File("tmp")));
    }

    /// <summary>The same thousands of requests every time; <c>bench/service-robustness.sh</c> sends ten thousand.</summary>
    [Fact]
    public async Task Requests_ThatAreMalformed_AreEachAnsweredByA4xx()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("GIQA_MALFORMED_REQUESTS") ?? $"{FewRequests}", System.Globalization.CultureInfo.InvariantCulture);
        File.WriteAllText(_folder.File("secret.txt"), "nobody may read this");
        using var service = await ServeProcess.StartAsync(_folder.Path, "--model", fitted.Folder.File("model.giqa"), "--max-image-mib", "1", "--max-request-mib", "2", "--max-upload-pixels", "1000000");
        var before = Directory.GetFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories);

        var wrong = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) =>
        {
            var (kind, bytes) = MalformedRequest.Make(new SeededRandom((ulong)number));
            var answer = await RawRequest.SendAsync(service.Url, bytes);
            if (!answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal) || answer.Contains("nobody may", StringComparison.Ordinal) || answer.Contains("root:", StringComparison.Ordinal))
            {
                wrong.Add($"{kind}, number {number}: {Encoding.Latin1.GetString(bytes.AsSpan(0, Math.Min(300, bytes.Length)))} -> {answer}");
            }
        });

        Assert.True(wrong.IsEmpty, string.Join("\n", wrong.Order(StringComparer.Ordinal).Take(20)));
        using var client = new HttpClient { BaseAddress = service.Url };
        Assert.Equal("ready\n", await client.GetStringAsync("/health/ready"));
        using var sound = await client.PostAsync("/v1/score", RunningService.Form(1));
        Assert.True(sound.IsSuccessStatusCode);
        Assert.Equal(before, Directory.GetFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories));
        await service.TerminateAsync();
        var (code, errors) = await service.EndAsync();
        Assert.Equal((0, "press Ctrl+C to stop"), (code, errors.Trim()));
    }

    /// <summary>A request whose body the service has begun to wait for: it is accepted, and not finished.</summary>
    private sealed class AcceptedRequest(TcpClient client, byte[] image)
    {
        internal static async Task<AcceptedRequest> OpenAsync(Uri url, byte[] image)
        {
            var client = new TcpClient();
            await client.ConnectAsync(url.Host, url.Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST /v1/score HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: {image.Length}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"));
            var answer = new byte[25];
            await client.GetStream().ReadExactlyAsync(answer);
            Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", Encoding.ASCII.GetString(answer));
            return new AcceptedRequest(client, image);
        }

        internal async Task<string> FinishAsync()
        {
            using (client)
            {
                await client.GetStream().WriteAsync(image);
                using var reader = new StreamReader(client.GetStream());
                return await reader.ReadToEndAsync();
            }
        }
    }
}
