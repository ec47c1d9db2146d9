using Giqa.Images.Pairs;

namespace Giqa.Web.Pairs;

/// <summary>The thumbnails of some pairs: images, references and sources, each distinct one made once.</summary>
internal sealed class PairPictures
{
    private readonly ReferencePairs _pairs;
    private readonly ThumbnailSet _images;
    private readonly ThumbnailSet _references;
    private readonly ThumbnailSet _sources;

    private PairPictures(ReferencePairs pairs, ThumbnailSet images, ThumbnailSet references, ThumbnailSet sources) =>
        (_pairs, _images, _references, _sources) = (pairs, images, references, sources);

    internal static PairPictures Make(ReferencePairs pairs, IReadOnlyList<int> shown, PairReportOptions options, CancellationToken cancellationToken)
    {
        return new PairPictures(
            pairs,
            ThumbnailSet.Make(pairs.Images, shown.Select(pairs.ImageOf), options.Decoding, options.ThumbnailSide, cancellationToken),
            ThumbnailSet.Make(pairs.References, shown.Select(pairs.ReferenceOf).Where(number => number >= 0), options.Decoding, options.ThumbnailSide, cancellationToken),
            ThumbnailSet.Make(pairs.Sources, shown.Select(pairs.SourceOf).Where(number => number >= 0), options.Decoding, options.ThumbnailSide, cancellationToken));
    }

    internal PairPicture Image(int pair) => Of(_pairs.Items[pair].Image, _images, _pairs.ImageOf(pair));

    internal PairPicture Reference(int pair) => Of(_pairs.Items[pair].Reference, _references, _pairs.ReferenceOf(pair));

    /// <summary>Null when no source is named.</summary>
    internal PairPicture? Source(int pair) => _pairs.Items[pair].Source is { } name ? Of(name, _sources, _pairs.SourceOf(pair)) : null;

    private static PairPicture Of(string name, ThumbnailSet set, int number) =>
        new(name, number < 0 ? null : set.Bytes(number), number < 0 ? "no picture" : set.Missing(number));
}

/// <summary>An image of the page.</summary>
/// <param name="Name">Its name; shown literally, whatever characters it contains.</param>
/// <param name="Bytes">A thumbnail as PNG or JPEG; null when there is none.</param>
/// <param name="Missing">Why there is none, or null.</param>
internal sealed record PairPicture(string Name, byte[]? Bytes, string? Missing = null);
