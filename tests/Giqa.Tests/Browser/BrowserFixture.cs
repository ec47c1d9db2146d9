using Microsoft.Playwright;

namespace Giqa.Tests.Browser;

/// <summary>
/// Debian's Chromium without a window, shared by the classes of the <see cref="BrowserTests"/>, which run one after
/// another. Nothing is downloaded, and no name but this machine's resolves.
/// </summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    // Spent only where something is wrong: on a machine with much else to do, a page may take long.
    private const int PatienceMilliseconds = 120_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Program,
            Timeout = PatienceMilliseconds,
            Args = ["--disable-gpu", "--disable-quic", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost"],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>
    /// Opens a page, does something there, and fails when the console got an error or a warning, a script threw, or a request left the
    /// page's origin.
    /// </summary>
    public async Task VisitAsync(Uri address, BrowserView view, Func<BrowserVisit, Task> visit)
    {
        var complaints = await WatchAsync(address, view, visit);
        Assert.True(complaints.Count == 0, $"{address} at {view.Width} px: {string.Join("; ", complaints)}");
    }

    /// <summary>As <see cref="VisitAsync"/>, but gives the complaints back in place of failing.</summary>
    public async Task<IReadOnlyList<string>> WatchAsync(Uri address, BrowserView view, Func<BrowserVisit, Task> visit)
    {
        await using var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = view.Width, Height = view.Height },
            ColorScheme = view.Dark ? ColorScheme.Dark : ColorScheme.Light,
            HasTouch = view.Touch,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(PatienceMilliseconds);
        var opened = new BrowserVisit(await context.NewPageAsync(), address);
        try
        {
            _ = await opened.Page.GotoAsync(address.AbsoluteUri);
            await visit(opened);
        }
        catch (Exception e) when (opened.Complaints.Count > 0)
        {
            throw new InvalidOperationException($"{e.Message} (before that: {string.Join("; ", opened.Complaints)})", e);
        }

        return opened.Complaints;
    }
}
