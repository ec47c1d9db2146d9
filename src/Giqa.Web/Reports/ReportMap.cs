using Giqa.Models;

namespace Giqa.Web.Reports;

/// <summary>Where an image of a report is bad.</summary>
/// <param name="Width">The image's width in pixels.</param>
/// <param name="Height">The image's height in pixels.</param>
/// <param name="Map">The map.</param>
public sealed record ReportMap(int Width, int Height, QualityMap Map);
