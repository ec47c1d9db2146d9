#!/usr/bin/env dotnet
// Sends images to `giqa serve --model real.giqa` and prints each score as it comes; waits and tries again when the service is busy:
//   dotnet run samples/score-over-http.cs -- http://127.0.0.1:8347 image.png ...        (the key, if one is asked for, in GIQA_API_KEY)
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

if (args.Length < 2)
{
    Console.Error.WriteLine("usage: score-over-http URL IMAGE...");
    return 2;
}

using var client = new HttpClient { BaseAddress = new Uri(args[0]) };
client.DefaultRequestHeaders.Accept.ParseAdd("application/x-ndjson");
if (Environment.GetEnvironmentVariable("GIQA_API_KEY") is { Length: > 0 } key)
{
    client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
}

using var response = await SendAsync();
if (!response.IsSuccessStatusCode)
{
    using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
    Console.Error.WriteLine(problem.RootElement.GetProperty("detail").GetString());
    return 1;
}

using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
while (await lines.ReadLineAsync() is { } line)
{
    using var score = JsonDocument.Parse(line);
    var result = score.RootElement;
    if (result.TryGetProperty("problem", out var problem))
    {
        Console.Error.WriteLine(problem.GetProperty("detail").GetString());
        return 1;
    }

    var quality = result.GetProperty("quality");
    Console.WriteLine($"{(quality.ValueKind == JsonValueKind.Null ? result.GetProperty("status") : $"{quality.GetDouble():0.000}")}  {result.GetProperty("image")}");
}

return 0;

async Task<HttpResponseMessage> SendAsync()
{
    while (true)
    {
        using var form = new MultipartFormDataContent();
        foreach (var path in args.Skip(1))
        {
            form.Add(new StreamContent(File.OpenRead(path)), "image", Path.GetFileName(path));
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/score") { Content = form };
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (response.StatusCode != HttpStatusCode.TooManyRequests)
        {
            return response;
        }

        await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1));
        response.Dispose();
    }
}
