using Giqa.Features;
using Giqa.Images;
using Giqa.Models;
using Giqa.Web.Reports;

namespace Giqa.Web.Live;

/// <summary>The real images of a model: found by features, and shown if they may be read.</summary>
/// <remarks>Safe to use from several threads. Nothing is opened until it is needed.</remarks>
internal sealed class LiveReals : IDisposable
{
    /// <summary>How many neighbours of an image are shown.</summary>
    internal const int Shown = 5;

    private const int ThumbnailSide = 256;

    private readonly QualityModel _model;
    private readonly LiveOptions _options;
    private readonly Lazy<Opened> _opened;
    private readonly Lazy<double?> _typical;

    internal LiveReals(QualityModel model, LiveOptions options)
    {
        (_model, _options) = (model, options);
        _opened = new(Open);
        _typical = new(() => model.References.MedianNearestDistance(options.Running.Extraction.Threads));
    }

    /// <summary>How many there are; none in a model that was trained rather than fitted.</summary>
    internal int Count => _model.References.Names.Count;

    /// <summary>The median distance from a real image to the nearest other one.</summary>
    internal double? TypicalDistance => _typical.Value;

    /// <summary>The nearest of them, nearest first, each with the reason why it has no picture, if there is one.</summary>
    internal IReadOnlyList<(RealMatch Real, string Name, string? Missing)> FindNearest(float[] features, CancellationToken cancellationToken)
    {
        var table = _model.FindNearest(new FeatureMatrix(1, features.Length, features), Shown, _options.Running.Extraction.Threads, cancellationToken);
        return
        [
            .. Enumerable.Range(0, table.Neighbours).Select(k =>
            {
                var number = table.IndicesOf(0)[k];
                return (new RealMatch(number, Math.Sqrt(table.SquaredDistancesOf(0)[k])), NameOf(number), Missing(number));
            }),
        ];
    }

    /// <summary>Reads the file of one.</summary>
    /// <exception cref="ImageException">It must not or cannot be read.</exception>
    internal ImageContent Read(int number)
    {
        var opened = _opened.Value;
        return opened.Images is not null && opened.Places.TryGetValue(NameOf(number), out var place)
            ? opened.Images.Read(place)
            : throw new ImageException(ImageFault.Unreadable, opened.Closed ?? RealPictures.Gone);
    }

    /// <summary>A small picture of one, or the reason why there is none.</summary>
    internal (byte[]? Bytes, string? Missing) Thumbnail(int number)
    {
        var opened = _opened.Value;
        return opened.Images is not null && opened.Places.TryGetValue(NameOf(number), out var place)
            ? new Thumbnails(opened.Images, _options.Decoding, ThumbnailSide).Make(place)
            : (null, opened.Closed ?? RealPictures.Gone);
    }

    public void Dispose()
    {
        if (_opened.IsValueCreated)
        {
            _opened.Value.Images?.Dispose();
        }
    }

    private string NameOf(int number) => number < _model.References.Names.Count ? _model.References.Names[number] : $"reference {number}";

    private string? Missing(int number)
    {
        try
        {
            _ = Read(number);
            return null;
        }
        catch (ImageException e)
        {
            return e.Message;
        }
    }

    private Opened Open()
    {
        string[] specifications = _options.Real is { } real && !InputSpecification.Parse(real).IsFeatures() ? [real] : [.. _model.References.Sources];
        if (specifications.Length == 0)
        {
            return new Opened(null, [], RealPictures.Unknown(_model.References));
        }

        try
        {
            var images = ImageInput.Open(specifications, _options.Decoding);
            var places = Enumerable.Range(0, images.Count).ToDictionary(images.GetName, StringComparer.Ordinal);
            return new Opened(new ContainedSource(images, specifications, _options.Decoding.MaxFileBytes), places, null);
        }
        catch (GiqaException)
        {
            return new Opened(null, [], RealPictures.Gone);
        }
    }

    private sealed record Opened(IImageSource? Images, Dictionary<string, int> Places, string? Closed);
}
