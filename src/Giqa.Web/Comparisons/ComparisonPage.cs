using Giqa.Metrics;
using Giqa.Web.Reports;

namespace Giqa.Web.Comparisons;

/// <summary>All that the page about one comparison shows.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record ComparisonPage
{
    /// <summary>The page's heading: what was compared.</summary>
    public required string Title { get; init; }

    /// <summary>The figures.</summary>
    public required ComparisonReport Comparison { get; init; }

    /// <summary>What the real set is called.</summary>
    public required string RealName { get; init; }

    /// <summary>Images of the sets, as <see cref="ComparisonGallery.Make"/> chooses them.</summary>
    /// <value>Default null: the page has figures alone.</value>
    public ComparisonGallery? Gallery { get; init; }

    /// <summary>Lines of provenance that stand before those that the comparison itself knows.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<ReportFact> Facts { get; init; } = [];
}
