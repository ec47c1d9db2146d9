using Giqa.Metrics;
using Giqa.Web.Comparisons.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Giqa.Web.Comparisons;

/// <summary>All that the page about one comparison shows.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed record ComparisonPage
{
    /// <summary>The page's heading: what was compared.</summary>
    public required string Title { get; init; }

    /// <summary>The figures.</summary>
    public required ComparisonReport Comparison { get; init; }

    /// <summary>The name of the real set.</summary>
    public required string RealName { get; init; }

    /// <summary>Images of the sets, as <see cref="ComparisonGallery.Make"/> chooses them.</summary>
    /// <value>Default null: the page has only figures.</value>
    public ComparisonGallery? Gallery { get; init; }

    /// <summary>Lines of provenance that precede those of the comparison itself.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<ReportFact> Facts { get; init; } = [];

    /// <summary>Writes the page in UTF-8 as one HTML file that needs nothing else: it works offline and can be mailed.</summary>
    /// <param name="destination">Where it goes; stays open.</param>
    /// <param name="cancellationToken">Stops before rendering and before writing.</param>
    public Task WriteAsync(Stream destination, CancellationToken cancellationToken = default) =>
        StaticPage.WriteAsync<ComparisonDocument>(new ServiceCollection().AddCascadingValue(_ => this), destination, cancellationToken);
}
