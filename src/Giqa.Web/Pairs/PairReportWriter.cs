using Giqa.Web.Pairs.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Giqa.Web.Pairs;

/// <summary>Writes a page about images and their references as one HTML file that needs nothing else: it works offline and can be mailed.</summary>
/// <remarks>Safe to call from several threads at once.</remarks>
internal static class PairReportWriter
{
    /// <summary>Writes the page in UTF-8.</summary>
    /// <param name="report">What the page shows.</param>
    /// <param name="destination">Where it goes; stays open.</param>
    /// <param name="cancellationToken">Stops before rendering and before writing.</param>
    public static Task WriteAsync(PairReport report, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(destination);
        return StaticPage.WriteAsync<PairDocument>(new ServiceCollection().AddCascadingValue(_ => report), destination, cancellationToken);
    }
}
