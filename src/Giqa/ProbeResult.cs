using System.Text.Json.Serialization;

namespace Giqa;

/// <summary>What a learned model makes of pictures that belong to no set of images.</summary>
/// <param name="Limit">The quality that none of them may exceed.</param>
/// <param name="Pictures">The pictures and the quality of each.</param>
public sealed record ProbeResult(double Limit, IReadOnlyList<ProbePicture> Pictures)
{
    /// <summary>Those above the limit, the best first; none for a model that can be trusted with them.</summary>
    public IReadOnlyList<ProbePicture> Praised => [.. (Pictures ?? []).Where(picture => picture.Quality > Limit).OrderByDescending(picture => picture.Quality)];

    /// <summary>What to do about those, a sentence without its end.</summary>
    /// <value>Default: what helps a scorer that is trained here.</value>
    [JsonIgnore]
    public string Advice { get; init; } = "Train longer, on more snapshots, or with more --degraded images";

    /// <summary>What ranks too high, in one line.</summary>
    /// <param name="advice">What to do about it, a sentence without its end; null for <see cref="Advice"/>.</param>
    /// <returns>Null when nothing does.</returns>
    public string? Describe(string? advice = null) => Praised is { Count: > 0 } praised
        ? FormattableString.Invariant($"it ranks pictures that are no images above {Limit:.##} of quality: {string.Join(", ", praised.Select(picture => FormattableString.Invariant($"{picture.Picture} ({picture.Quality:.00})")))}; where such things turn up, its qualities mean nothing. {advice ?? Advice}")
        : null;
}
