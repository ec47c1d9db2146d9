using Giqa.Numerics;

namespace Giqa.Training.Scorers;

/// <summary>
/// Which images are kept out of training. Images of one latent look alike at neighbouring iterations: were some trained on and
/// others not, early stopping would look at what was learned by heart. So a latent is kept out with all its images.
/// </summary>
internal static class ValidationSplit
{
    /// <summary>Draws the latents that are kept out.</summary>
    /// <param name="keys">The latent of each image.</param>
    /// <param name="share">Of the latents, that are kept out; at least one is, and at least one is not.</param>
    /// <param name="seed">What chance starts from.</param>
    /// <returns>For each image whether it is kept out.</returns>
    /// <exception cref="GiqaException">There is one latent only.</exception>
    internal static bool[] ByKey(IReadOnlyList<string> keys, double share, ulong seed)
    {
        string[] distinct = [.. keys.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (distinct.Length < 2)
        {
            throw new GiqaException($"all {keys.Count} images are of one seed; images of at least 2 are needed, so that some can be kept out of training");
        }

        var count = Math.Clamp((int)Math.Round(share * distinct.Length), 1, distinct.Length - 1);
        var kept = new SeededRandom(seed).Choose(distinct.Length, count).Select(place => distinct[place]).ToHashSet(StringComparer.Ordinal);
        return [.. keys.Select(kept.Contains)];
    }
}
