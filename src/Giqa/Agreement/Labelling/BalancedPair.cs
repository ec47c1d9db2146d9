namespace Giqa.Agreement.Labelling;

/// <summary>A pair for a test of scorers.</summary>
/// <param name="Images">The two images.</param>
/// <param name="Kind">What they are to each other.</param>
internal readonly record struct BalancedPair(ImagePair Images, PairKind Kind);
