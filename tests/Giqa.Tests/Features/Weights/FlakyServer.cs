using System.Net;

namespace Giqa.Tests.Features.Weights;

/// <summary>A file server on loopback that can break off in the middle, ignore ranges, or answer with an error.</summary>
internal sealed class FlakyServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly byte[] _content;
    private int _breaks;

    internal FlakyServer(byte[] content, int breaks = 0, bool honoursRanges = true, HttpStatusCode? answer = null)
    {
        (_content, _breaks) = (content, breaks);
        (HonoursRanges, Answer) = (honoursRanges, answer);
        for (var port = 20_000 + (Environment.ProcessId % 20_000); ; port++)
        {
            try
            {
                _listener.Prefixes.Clear();
                _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
                _listener.Start();
                Address = new Uri($"http://127.0.0.1:{port}/weights.pth");
                break;
            }
            catch (HttpListenerException) when (port < 65_000)
            {
                _listener = new HttpListener();
            }
        }

        _ = Task.Run(ServeAsync);
    }

    internal Uri Address { get; }

    internal List<string?> Ranges { get; } = [];

    private bool HonoursRanges { get; }

    private HttpStatusCode? Answer { get; }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                Serve(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException or InvalidOperationException)
            {
            }
        }
    }

    private void Serve(HttpListenerContext context)
    {
        var range = context.Request.Headers["Range"];
        Ranges.Add(range);
        if (Answer is { } status)
        {
            context.Response.StatusCode = (int)status;
            context.Response.Close();
            return;
        }

        var start = range is not null && HonoursRanges ? int.Parse(range["bytes=".Length..^1], null) : 0;
        if (start > 0)
        {
            context.Response.StatusCode = 206;
            context.Response.AddHeader("Content-Range", $"bytes {start}-{_content.Length - 1}/{_content.Length}");
        }

        var rest = _content.AsSpan(start);
        context.Response.ContentLength64 = rest.Length;
        if (_breaks-- > 0)
        {
            context.Response.OutputStream.Write(rest[..(rest.Length / 2)]);
            context.Response.OutputStream.Flush();
            context.Response.Abort();
            return;
        }

        context.Response.OutputStream.Write(rest);
        context.Response.Close();
    }
}
