using Giqa.Images;

namespace Giqa.Features;

/// <summary>What became of one image of a source.</summary>
/// <param name="Index">Its number in the source.</param>
/// <param name="Name">Its name in the source.</param>
/// <param name="Values">Its feature vector, or null when it has none.</param>
/// <param name="Fault">Why it has none.</param>
/// <param name="Detail">One line on the fault.</param>
public sealed record ImageFeatures(int Index, string Name, float[]? Values, ImageFault? Fault, string? Detail)
{
    /// <summary>True when a cache knew the vector.</summary>
    public bool IsFromCache { get; init; }

    /// <summary>True when the image has 16 bits a channel and uses a sixteenth of their range or less, as 12-bit scans do: it came out almost black.</summary>
    public bool IsOfSmallRange { get; init; }
}
