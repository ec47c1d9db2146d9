using System.Text;
using Giqa.Web.Reports.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Giqa.Web.Reports;

/// <summary>Writes a report as one HTML file that needs nothing else: it works offline and can be mailed.</summary>
/// <remarks>Safe to call from several threads at once.</remarks>
public static class ScoreReportWriter
{
    /// <summary>Writes the page in UTF-8.</summary>
    /// <param name="report">What the page shows.</param>
    /// <param name="destination">Where it goes; stays open.</param>
    /// <param name="cancellationToken">Stops before rendering and before writing.</param>
    public static async Task WriteAsync(ScoreReport report, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(destination);
        cancellationToken.ThrowIfCancellationRequested();
        using var services = new ServiceCollection().BuildServiceProvider();
        var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        await using (renderer.ConfigureAwait(false))
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(ReportPage.Report)] = report });
            var page = await renderer.Dispatcher.InvokeAsync(() => renderer.RenderComponentAsync<ReportPage>(parameters)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            var writer = new StreamWriter(destination, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
            await using (writer.ConfigureAwait(false))
            {
                await renderer.Dispatcher.InvokeAsync(() => page.WriteHtmlTo(writer)).ConfigureAwait(false);
            }
        }
    }
}
