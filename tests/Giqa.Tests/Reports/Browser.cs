using System.Diagnostics;
using Giqa.Tests.Support;

namespace Giqa.Tests.Reports;

/// <summary>Debian's Chromium without a window: loads a file and gives back the document as scripts left it.</summary>
internal static class Browser
{
    private const string Program = "chromium";

    private static readonly string[] Options =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--enable-logging=stderr", "--virtual-time-budget=10000", "--dump-dom",
    ];

    /// <returns>The document, and the lines that reached the console.</returns>
    internal static async Task<(string Document, string[] Console)> OpenAsync(string html)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("page.html"), html);
        var start = new ProcessStartInfo(Program, [.. Options, $"--user-data-dir={folder.File("profile")}", $"file://{folder.File("page.html")}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{Program} did not start");
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            var document = process.StandardOutput.ReadToEndAsync(limit.Token);
            var log = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (await document, [.. (await log).Split('\n').Where(line => line.Contains("CONSOLE", StringComparison.Ordinal))]);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
