using Giqa.Images;
using Giqa.Models;

namespace Giqa.Web.Reports;

/// <summary>Turns references of a model into named real images with their pictures, if those can still be read.</summary>
internal sealed class RealPictures
{
    /// <summary>The text for a real image that is not where it was.</summary>
    internal const string Gone = "its file is no longer there";

    private readonly IReadOnlyList<string> _names;
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);
    private readonly ThumbnailSet _thumbnails;
    private readonly string? _closed;

    private RealPictures(IReadOnlyList<string> names, IEnumerable<int> shown, IImageSource? source, string? closed, ScoreReportOptions options, CancellationToken cancellationToken)
    {
        (_names, _closed) = (names, closed);
        for (var i = 0; i < (source?.Count ?? 0); i++)
        {
            _positions[source!.GetName(i)] = i;
        }

        _thumbnails = ThumbnailSet.Make(source, shown.Select(Position).OfType<int>(), options.Decoding, options.ThumbnailSide, cancellationToken);
    }

    /// <summary>Reads the pictures of the references that will be shown, from the given source or from where the model was fitted.</summary>
    internal static RealPictures Read(ReferenceSet references, IEnumerable<int> shown, ScoreReportOptions options, CancellationToken cancellationToken)
    {
        if (options.Reals is not null || references.Sources.Count == 0)
        {
            return new RealPictures(references.Names, shown, options.Reals, options.Reals is null ? Unknown(references) : null, options, cancellationToken);
        }

        try
        {
            using var source = ImageInput.Open(references.Sources, options.Decoding);
            return new RealPictures(references.Names, shown, source, null, options, cancellationToken);
        }
        catch (GiqaException)
        {
            return new RealPictures(references.Names, shown, null, Gone, options, cancellationToken);
        }
    }

    internal ReportNeighbour this[RealMatch match]
    {
        get
        {
            var position = Position(match.Reference);
            var bytes = position is null ? null : _thumbnails.Bytes(position.Value);
            return new ReportNeighbour(Name(match.Reference), match.Distance, bytes, bytes is null ? Missing(position) : null);
        }
    }

    /// <summary>Why a model without readable sources has no pictures.</summary>
    internal static string Unknown(ReferenceSet references) => references.WithheldSources.Count > 0
        ? "the model was not fitted here, so the files it refers to were not read"
        : "the model does not say where its images are";

    private string Name(int reference) => reference < _names.Count ? _names[reference] : $"reference {reference}";

    private int? Position(int reference) => _positions.TryGetValue(Name(reference), out var position) ? position : null;

    private string Missing(int? position) =>
        _closed ?? (position is null ? Gone : _thumbnails.Missing(position.Value)) ?? "no picture";
}

/// <summary>A real image near a scored one in feature space.</summary>
/// <param name="Name">The real image's name.</param>
/// <param name="Distance">The Euclidean distance between the two feature vectors, at least 0.</param>
/// <param name="Thumbnail">The image as PNG or JPEG, or null when it cannot be shown.</param>
/// <param name="Missing">Why there is no thumbnail, in a few words; null when there is one.</param>
internal sealed record ReportNeighbour(string Name, double Distance, byte[]? Thumbnail, string? Missing = null);
