using System.Text.Json.Serialization;

namespace Giqa;

/// <summary>How a learned model scores pictures that do not belong to any set of images.</summary>
/// <param name="Limit">The quality that none of them may exceed.</param>
/// <param name="Pictures">The pictures and the quality of each.</param>
internal sealed record ProbeResult(double Limit, IReadOnlyList<ProbePicture> Pictures)
{
    /// <summary>Held-out reals degraded as strongly as possible, each kind of damage with its mean quality; empty in models of versions without this test.</summary>
    public IReadOnlyList<ProbePicture> DegradedReals { get; init; } = [];

    /// <summary>Those above their limit, the best first; none for a model that can be trusted with them.</summary>
    public IReadOnlyList<ProbePicture> Praised => [.. PraisedPictures.Concat(PraisedReals).OrderByDescending(picture => picture.Quality)];

    private ProbePicture[] PraisedPictures => Above(Pictures, Limit);

    private ProbePicture[] PraisedReals => Above(DegradedReals, ForeignProbe.DegradedLimit);

    /// <summary>What to do about those, a sentence without a full stop.</summary>
    /// <value>Default: advice for a scorer that is trained with Giqa.</value>
    [JsonIgnore]
    public string Advice { get; init; } = "Train longer, on more snapshots, or with more --degraded images";

    /// <summary>What ranks too high, in one line.</summary>
    /// <param name="advice">What to do about it, a sentence without a full stop; null for <see cref="Advice"/>.</param>
    /// <returns>Null when nothing does.</returns>
    public string? Describe(string? advice = null)
    {
        string[] found =
        [
            .. PraisedPictures is { Length: > 0 } pictures ? (string[])[FormattableString.Invariant($"non-images above a quality of {Limit:.##}: {List(pictures)}")] : [],
            .. PraisedReals is { Length: > 0 } reals ? (string[])[FormattableString.Invariant($"ruined images above {ForeignProbe.DegradedLimit:.##} on average: {List(reals)}")] : [],
        ];
        return found.Length == 0 ? null : $"it ranks {string.Join("; ", found)}; where such pictures occur, its qualities are meaningless. {advice ?? Advice}";
    }

    private static ProbePicture[] Above(IReadOnlyList<ProbePicture>? pictures, double limit) =>
        [.. (pictures ?? []).Where(picture => picture.Quality > limit).OrderByDescending(picture => picture.Quality)];

    private static string List(ProbePicture[] pictures) => string.Join(", ", pictures.Select(picture => FormattableString.Invariant($"{picture.Picture} ({picture.Quality:.00})")));
}

/// <summary>A picture that is not an image, and its quality under a model.</summary>
/// <param name="Picture">What it shows, such as <c>uniform noise</c>.</param>
/// <param name="Quality">The share of held-out images that are no better, in [0, 1].</param>
internal sealed record ProbePicture(string Picture, double Quality);
