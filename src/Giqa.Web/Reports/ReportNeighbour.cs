namespace Giqa.Web.Reports;

/// <summary>A real image near a scored one in feature space.</summary>
/// <param name="Name">The real image's name.</param>
/// <param name="Distance">The Euclidean distance between the two feature vectors, at least 0.</param>
/// <param name="Thumbnail">The image as PNG or JPEG, or null when it cannot be shown.</param>
/// <param name="Missing">Why there is no thumbnail, in a few words; null when there is one.</param>
public sealed record ReportNeighbour(string Name, double Distance, byte[]? Thumbnail, string? Missing = null);
