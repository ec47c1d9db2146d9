namespace Giqa.Web.Comparisons;

/// <summary>Where on the page a chart stands.</summary>
internal enum ChartKind
{
    /// <summary>Realism against diversity.</summary>
    Plane,

    /// <summary>The sets' differences over their noise.</summary>
    Differences,

    /// <summary>One metric, all sets.</summary>
    Metric,
}
