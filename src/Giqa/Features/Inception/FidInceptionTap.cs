namespace Giqa.Features.Inception;

/// <summary>A place at which features are read from the FID network.</summary>
/// <param name="Output">The output's name in the graph.</param>
/// <param name="Length">How many numbers it gives for an image.</param>
internal sealed record FidInceptionTap(string Output, int Length)
{
    /// <summary>Spatial mean after the first maximum pool.</summary>
    internal static FidInceptionTap Pool64 { get; } = new("pool64", 64);

    /// <summary>Spatial mean after the second maximum pool.</summary>
    internal static FidInceptionTap Pool192 { get; } = new("pool192", 192);

    /// <summary>Spatial mean of Mixed_6e.</summary>
    internal static FidInceptionTap Pool768 { get; } = new("pool768", 768);

    /// <summary>Spatial mean of the last block: what FID and GIQA use.</summary>
    internal static FidInceptionTap Pool2048 { get; } = new("pool2048", 2048);

    /// <summary>The classifier's outputs without their bias: what the Inception Score uses.</summary>
    internal static FidInceptionTap UnbiasedLogits { get; } = new("logits_unbiased", 1008);

    /// <summary>The classifier's outputs.</summary>
    internal static FidInceptionTap Logits { get; } = new("logits", 1008);

    /// <summary>All taps.</summary>
    internal static IReadOnlyList<FidInceptionTap> All { get; } = [Pool64, Pool192, Pool768, Pool2048, UnbiasedLogits, Logits];
}
