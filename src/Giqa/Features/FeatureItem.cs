using Giqa.Images;

namespace Giqa.Features;

/// <summary>One input of a feature set.</summary>
/// <param name="Name">Its name, unique within its source.</param>
/// <param name="Fault">Why it has no features; null when it has.</param>
/// <param name="Detail">One line on the fault.</param>
public sealed record FeatureItem(string Name, ImageFault? Fault = null, string? Detail = null)
{
    /// <summary>An item whose vector holds a NaN or an infinity.</summary>
    internal static FeatureItem NonFinite(string name) => new(name, ImageFault.Corrupt, "the row holds a value that is not a finite float32");
}
