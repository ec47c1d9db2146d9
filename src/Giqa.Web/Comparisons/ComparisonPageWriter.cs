using Giqa.Web.Comparisons.Components;
using Giqa.Web.Reports;

namespace Giqa.Web.Comparisons;

/// <summary>Writes a comparison as one HTML file that needs nothing else: it works offline and can be mailed.</summary>
/// <remarks>Safe to call from several threads at once.</remarks>
public static class ComparisonPageWriter
{
    /// <summary>Writes the page in UTF-8.</summary>
    /// <param name="page">What the page shows.</param>
    /// <param name="destination">Where it goes; stays open.</param>
    /// <param name="cancellationToken">Stops before rendering and before writing.</param>
    public static Task WriteAsync(ComparisonPage page, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(destination);
        return StaticPage.WriteAsync<ComparisonDocument>(new() { [nameof(ComparisonDocument.Page)] = page }, destination, cancellationToken);
    }
}
