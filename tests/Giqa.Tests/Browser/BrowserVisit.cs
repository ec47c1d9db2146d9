using System.Collections.Concurrent;
using Giqa.Tests.Support;
using Microsoft.Playwright;

namespace Giqa.Tests.Browser;

/// <summary>One page in the browser, and what went wrong on it.</summary>
public sealed class BrowserVisit
{
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly Uri _address;

    internal BrowserVisit(IPage page, Uri address)
    {
        (Page, _address) = (page, address);
        page.Console += (_, message) => Complain(message.Type is "error" or "warning", $"console: {message.Text}");
        page.PageError += (_, error) => Complain(true, $"a script threw: {error}");
        page.Request += (_, request) => Complain(!IsOwn(request.Url), $"asked for {request.Url}");
        page.WebSocket += (_, socket) => Complain(!IsOwn(socket.Url), $"connected to {socket.Url}");
    }

    /// <summary>The page, with all that Playwright can do to it.</summary>
    public IPage Page { get; }

    /// <summary>Console errors and warnings, thrown errors and requests to other origins so far.</summary>
    public IReadOnlyList<string> Complaints => [.. _complaints];

    /// <summary>Waits for a complaint: the browser may tell of it after the page has loaded.</summary>
    public Task ComplainedAsync(string words) => Eventually.HoldsAsync(() => Task.FromResult(Complaints.Any(line => line.Contains(words, StringComparison.Ordinal))), words);

    /// <summary>Asserts that nothing sticks out of the window sideways.</summary>
    public async Task AssertFitsAsync()
    {
        // A page's elements are there before its last style sheet is.
        await Page.WaitForLoadStateAsync();
        var width = await Page.EvaluateAsync<int>("document.documentElement.clientWidth");
        var content = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        Assert.True(content <= width, $"the page is {content} px wide in a window of {width} px");
    }

    /// <summary>Asserts that every picture has an alternative text, and every control a name.</summary>
    public async Task AssertNamedAsync()
    {
        const string Nameless = """
            [...document.querySelectorAll("img:not([alt]), button, input, select")]
                .filter(e => e.tagName === "IMG" || !(e.textContent.trim() || e.ariaLabel || e.labels?.length || e.title || e.querySelector("img")?.alt || e.getAttribute("aria-labelledby") || e.type === "hidden"))
                .map(e => e.outerHTML.slice(0, 120))
            """;
        Assert.Empty(await Page.EvaluateAsync<string[]>(Nameless));
    }

    /// <summary>Saves a picture of the window when the variable GIQA_SCREENSHOTS names a folder.</summary>
    public async Task ShootAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("GIQA_SCREENSHOTS") is { Length: > 0 } folder)
        {
            _ = await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png") });
        }
    }

    private bool IsOwn(string url)
    {
        var target = new Uri(url);
        return target.Scheme is "data" or "blob" or "about"
            || (_address.IsFile ? target.IsFile && target.LocalPath == _address.LocalPath : target.Authority == _address.Authority && !target.IsFile);
    }

    private void Complain(bool isComplaint, string text)
    {
        if (isComplaint)
        {
            _complaints.Enqueue(text);
        }
    }
}
