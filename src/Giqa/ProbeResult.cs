namespace Giqa;

/// <summary>What a learned model makes of pictures that belong to no set of images.</summary>
/// <param name="Limit">The quality that none of them may exceed.</param>
/// <param name="Pictures">The pictures and the quality of each.</param>
public sealed record ProbeResult(double Limit, IReadOnlyList<ProbePicture> Pictures)
{
    internal const string AdviceOnPreferences = "Nobody judged such pictures: let people judge some, or pick by a density of reals first";

    private const string AdviceOnTraining = "Train longer, on more snapshots, or with more --degraded images";

    /// <summary>What to do where pictures are praised, a sentence without its end.</summary>
    internal string Advice { get; init; } = AdviceOnTraining;

    /// <summary>Those above the limit, the best first; none for a model that can be trusted with them.</summary>
    public IReadOnlyList<ProbePicture> Praised => [.. (Pictures ?? []).Where(picture => picture.Quality > Limit).OrderByDescending(picture => picture.Quality)];

    /// <summary>What ranks too high, in one line.</summary>
    /// <param name="advice">What to do about it, a sentence without its end; null for what suits the model.</param>
    /// <returns>Null when nothing does.</returns>
    public string? Describe(string? advice = null) => Praised is { Count: > 0 } praised
        ? FormattableString.Invariant($"it ranks pictures that are no images above {Limit:.##} of quality: {string.Join(", ", praised.Select(picture => FormattableString.Invariant($"{picture.Picture} ({picture.Quality:.00})")))}; where such things turn up, its qualities mean nothing. {advice ?? Advice}")
        : null;
}
