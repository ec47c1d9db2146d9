namespace Giqa;

/// <summary>What a learned model makes of pictures that belong to no set of images.</summary>
/// <param name="Limit">The quality that none of them may exceed.</param>
/// <param name="Pictures">The pictures and the quality of each.</param>
public sealed record ProbeResult(double Limit, IReadOnlyList<ProbePicture> Pictures)
{
    /// <summary>Those above the limit, the best first; none for a model that can be trusted with them.</summary>
    public IReadOnlyList<ProbePicture> Praised => [.. (Pictures ?? []).Where(picture => picture.Quality > Limit).OrderByDescending(picture => picture.Quality)];

    /// <summary>What ranks too high, in one line.</summary>
    /// <returns>Null when nothing does.</returns>
    public string? Describe() => Praised is { Count: > 0 } praised
        ? FormattableString.Invariant($"it ranks pictures that are no images above {Limit:.##} of quality: {string.Join(", ", praised.Select(picture => FormattableString.Invariant($"{picture.Picture} ({picture.Quality:.00})")))}; where such things turn up, its qualities mean nothing. Train longer, on more snapshots, or with more --degraded images")
        : null;
}
