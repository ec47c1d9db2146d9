namespace Giqa.Training.Risa;

/// <summary>One image to learn from: a pair's image at an iteration, or a blend of two.</summary>
/// <param name="Pair">The number of the pair.</param>
/// <param name="From">The first image's iteration.</param>
/// <param name="To">The second image's iteration; the same where there is no blend.</param>
/// <param name="Share">The second image's share.</param>
/// <param name="Label">How good it is held to be.</param>
/// <param name="IsGood">Whether it lies behind the elbow, and so has its reference's style.</param>
internal readonly record struct RisaExample(int Pair, int From, int To, double Share, double Label, bool IsGood)
{
    /// <summary>What is done to the image before it is shown; null for nothing.</summary>
    internal RisaDamage? Damage { get; init; }
}
