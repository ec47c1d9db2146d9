using Giqa.Agreement.Labelling;
using Giqa.Images;
using Giqa.Models;
using Giqa.Web.Hosting;
using Microsoft.AspNetCore.Http;

namespace Giqa.Web.Labelling;

/// <summary>Sends the images of a labelling by their numbers: no name, and so no path, ever comes from a request.</summary>
internal sealed class LabelPictures
{
    private readonly IImageSource _source;
    private readonly DecodeOptions _decoding;
    private readonly int[] _places;

    internal LabelPictures(IReadOnlyList<LabelImage> images, IImageSource source, DecodeOptions decoding)
    {
        (_source, _decoding) = (source, decoding);
        var places = Enumerable.Range(0, source.Count).ToDictionary(source.GetName, StringComparer.Ordinal);
        _places = [.. images.Select(image => places.TryGetValue(image.Name, out var place) ? place : -1)];
    }

    /// <summary>Sends one image as PNG: the pixels that a model sees, upright and without hidden content of its file.</summary>
    internal Task SendAsync(HttpContext context, int image) =>
        SendAsync(context, Of(image, content => ImageEncoder.EncodePng(content.Decode(_decoding))), "image/png");

    /// <summary>Sends where an image is bad, as a picture to lie over it.</summary>
    internal Task SendMapAsync(HttpContext context, int image, QualityMapper mapper) =>
        SendAsync(context, Of(image, content => MapPicture.Make(content, mapper, _decoding)), MapPicture.ContentType);

    private static async Task SendAsync(HttpContext context, byte[] content, string type)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = content.Length;

        // Kept for the minutes between the fetch ahead and the showing; images of a labelling do not change.
        context.Response.Headers.CacheControl = "private, max-age=3600";
        await context.Response.Body.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
    }

    private byte[] Of(int image, Func<ImageContent, byte[]> make)
    {
        if (image < 0 || image >= _places.Length || _places[image] < 0)
        {
            throw new ProblemException(StatusCodes.Status404NotFound, $"there is no image {image} in this labelling");
        }

        try
        {
            return make(_source.Read(_places[image]));
        }
        catch (ImageException e)
        {
            throw new ProblemException(StatusCodes.Status404NotFound, $"image {image} cannot be shown: {e.Message}");
        }
    }
}
