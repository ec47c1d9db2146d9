using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Giqa.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Giqa.Tests.Hosting;

public sealed class LocalWebHostTests
{
    private const string Key = "0123456789abcdef-key";

    [Fact]
    public async Task Answers_OfEveryKind_CarryTheSecurityHeaders()
    {
        await using var host = await StartAsync();
        using var client = new HttpClient { BaseAddress = host.Url };

        foreach (var path in (string[])["/hello", "/nothing", "/fault", "/assets/host.css"])
        {
            using var response = await client.GetAsync(path);

            Assert.Contains("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.False(response.Headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task Connection_ThatSaysNothing_IsClosedAndOthersAreAnswered()
    {
        await using var host = await StartAsync(new LocalWebHostOptions { FirstByteLimit = TimeSpan.FromMilliseconds(50), MaxConnections = 4 });
        var silent = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ConnectAsync(host)));

        foreach (var client in silent)
        {
            Assert.True(await IsClosedAsync(client));
            client.Dispose();
        }

        using var speaking = new HttpClient { BaseAddress = host.Url };
        await Support.Eventually.HoldsAsync(async () => await AnswersAsync(speaking), "a place is free again");
    }

    [Fact]
    public async Task Connections_OfOneAddressBeyondItsShare_AreClosedAtOnce()
    {
        await using var host = await StartAsync(new LocalWebHostOptions { FirstByteLimit = TimeSpan.FromHours(1), MaxConnectionsOfAnAddress = 2 });
        using var first = await ConnectAsync(host);
        using var second = new HttpClient { BaseAddress = host.Url };
        Assert.True(await AnswersAsync(second));

        using var third = await ConnectAsync(host);

        Assert.True(await IsClosedAsync(third));
        Assert.True(await AnswersAsync(second));
    }

    private static async Task<TcpClient> ConnectAsync(LocalWebHost host)
    {
        var client = new TcpClient();
        await client.ConnectAsync(host.Url.Host, host.Url.Port);
        return client;
    }

    private static async Task<bool> IsClosedAsync(TcpClient client)
    {
        using var limit = Support.Eventually.Patience();
        try
        {
            return await client.GetStream().ReadAsync(new byte[1], limit.Token) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            return (await client.GetStringAsync("/hello")).Length > 0;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    [Fact]
    public async Task Fault_InAnEndpoint_IsToldAndNotShown()
    {
        var faults = new List<string>();
        await using var host = await StartAsync(new LocalWebHostOptions { Faults = new Told(faults) });
        using var client = new HttpClient { BaseAddress = host.Url };

        using var response = await client.GetAsync("/fault");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.DoesNotContain("secret", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("secret", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("127.0.0.1:99", 200)]
    [InlineData("[::1]", 200)]
    [InlineData("giqa.example", 200)]
    [InlineData("rebound.example", 421)]
    [InlineData("127.0.0.1.rebound.example", 421)]
    [InlineData("", 421)]
    public async Task Host_OfAnotherName_IsRefused(string name, int status)
    {
        await using var host = await StartAsync(new LocalWebHostOptions { HostNames = ["giqa.example"] });

        var answer = await RawRequest.SendAsync(host.Url, $"GET /hello HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/change", null, null, null, 403)]
    [InlineData("/change", "X-Giqa-Page: 1", null, null, 200)]
    [InlineData("/change", "X-Giqa-Page: 1", "Origin: https://evil.example", null, 403)]
    [InlineData("/change", "X-Giqa-Page: 1", "Origin: null", null, 403)]
    [InlineData("/change", "X-Giqa-Page: 1", "Origin: http://127.0.0.1:1", null, 403)]
    [InlineData("/change", "X-Giqa-Page: 1", null, "Sec-Fetch-Site: cross-site", 403)]
    [InlineData("/open", null, null, null, 200)]
    [InlineData("/open", null, "Origin: https://evil.example", null, 403)]
    [InlineData("/open", null, null, "Sec-Fetch-Site: same-site", 403)]
    [InlineData("/hello", "X-Giqa-Page: 1", null, null, 405)]
    public async Task Post_FromAnotherSite_IsRefused(string path, string? first, string? second, string? third, int status)
    {
        await using var host = await StartAsync();
        var headers = string.Concat(new[] { first, second, third }.OfType<string>().Select(header => header + "\r\n"));

        var answer = await RawRequest.SendAsync(host.Url, $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{host.Url.Port}\r\nContent-Length: 0\r\nConnection: close\r\n{headers}\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_FromOurOwnOrigin_Passes()
    {
        await using var host = await StartAsync();
        using var client = new HttpClient { BaseAddress = host.Url };
        client.DefaultRequestHeaders.Add("Origin", $"http://127.0.0.1:{host.Url.Port}");
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        client.DefaultRequestHeaders.Add(RequestGuard.PageHeader, "1");

        using var response = await client.PostAsync("/change", null);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Picture_AskedForByAnotherSite_IsRefusedAndALinkIsNot()
    {
        await using var host = await StartAsync();
        using var client = new HttpClient { BaseAddress = host.Url };

        async Task<HttpStatusCode> AskAsync(string mode)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/hello");
            request.Headers.Add("Sec-Fetch-Site", "cross-site");
            request.Headers.Add("Sec-Fetch-Mode", mode);
            using var response = await client.SendAsync(request);
            return response.StatusCode;
        }

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (await AskAsync("no-cors"), await AskAsync("navigate")));
    }

    [Fact]
    public void Create_OpenAddressWithoutKey_SaysWhatToDo()
    {
        var fault = Assert.Throws<GiqaException>(() => LocalWebHost.Create(new LocalWebHostOptions { Address = IPAddress.Any }, _ => { }));

        Assert.Contains("--api-key-file", fault.Message, StringComparison.Ordinal);
        _ = Assert.Throws<GiqaException>(() => new LocalWebHostOptions { ApiKey = "short" });
    }

    [Fact]
    public async Task Start_PortThatIsTaken_SaysSoInOneLine()
    {
        await using var first = await StartAsync();
        await using var second = LocalWebHost.Create(new LocalWebHostOptions { Port = first.Url.Port }, _ => { });

        var fault = await Assert.ThrowsAsync<GiqaException>(() => second.StartAsync());

        Assert.Contains("--port", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_WhenAskedFor_OpensAndNothingElseDoes()
    {
        await using var host = await StartAsync(new LocalWebHostOptions { ApiKey = Key });
        using var client = new HttpClient { BaseAddress = host.Url };

        async Task<HttpStatusCode> AskAsync(string path, Action<HttpRequestHeaders>? set = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            set?.Invoke(request.Headers);
            using var response = await client.SendAsync(request);
            return response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync("/hello"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync("/hello", headers => headers.Authorization = new("Bearer", Key + "x")));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync("/hello", headers => headers.Add("Cookie", "giqa=" + Key)));
        Assert.Equal(HttpStatusCode.OK, await AskAsync("/hello", headers => headers.Authorization = new("Bearer", Key)));
        Assert.Equal(HttpStatusCode.OK, await AskAsync("/hello", headers => headers.Add("X-Api-Key", Key)));
        Assert.Equal(HttpStatusCode.OK, await AskAsync("/everyone"));
    }

    [Fact]
    public async Task SignIn_WithTheKey_LetsABrowserIn()
    {
        await using var host = await StartAsync(new LocalWebHostOptions { ApiKey = Key });
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler) { BaseAddress = host.Url };
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");

        using var page = await browser.GetAsync("/hello");
        using var wrong = await browser.PostAsync("/sign-in", new FormUrlEncodedContent([new("key", "wrong")]));
        using var right = await browser.PostAsync("/sign-in", new FormUrlEncodedContent([new("key", Key)]));
        using var after = await browser.GetAsync("/hello");

        Assert.Contains("<form", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal([401, 401, 303, 200], new[] { page, wrong, right, after }.Select(answer => (int)answer.StatusCode));
        Assert.Contains("samesite=strict", right.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Key, right.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_WithARequestUnderWay_LetsItFinish()
    {
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var host = LocalWebHost.Create(new LocalWebHostOptions(), endpoints => endpoints.MapGet("/slow", async context =>
        {
            entered.SetResult();
            await leave.Task;
            await context.Response.WriteAsync("done");
        }));
        await host.StartAsync();
        using var client = new HttpClient { BaseAddress = host.Url };
        var answer = client.GetStringAsync("/slow");
        await entered.Task;

        var stopping = host.StopAsync();
        leave.SetResult();
        await stopping;

        Assert.Equal("done", await answer);
    }

    private static async Task<LocalWebHost> StartAsync(LocalWebHostOptions? options = null)
    {
        var host = LocalWebHost.Create(options ?? new LocalWebHostOptions(), endpoints =>
        {
            _ = endpoints.MapGet("/hello", context => context.Response.WriteAsync("hello"));
            _ = endpoints.MapGet("/everyone", context => context.Response.WriteAsync("hello")).WithMetadata(new OpenToEveryone());
            _ = endpoints.MapGet("/fault", _ => throw new InvalidOperationException("secret"));
            _ = endpoints.MapPost("/change", context => context.Response.WriteAsync("changed"));
            _ = endpoints.MapPost("/open", context => context.Response.WriteAsync("computed")).WithMetadata(new OpenToPrograms());
        });
        await host.StartAsync();
        return host;
    }

    private sealed class Told(List<string> lines) : IProgress<string>
    {
        public void Report(string value) => lines.Add(value);
    }
}
