using Giqa.Agreement.Labelling;
using Giqa.Images;
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
    internal async Task SendAsync(HttpContext context, int image)
    {
        var content = Encode(image);
        context.Response.ContentType = "image/png";
        context.Response.ContentLength = content.Length;

        // Kept for the minutes between the fetch ahead and the showing; images of a labelling do not change.
        context.Response.Headers.CacheControl = "private, max-age=3600";
        await context.Response.Body.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
    }

    private byte[] Encode(int image)
    {
        if (image < 0 || image >= _places.Length || _places[image] < 0)
        {
            throw new ProblemException(StatusCodes.Status404NotFound, $"there is no image {image} in this labelling");
        }

        try
        {
            return ImageEncoder.EncodePng(_source.Read(_places[image]).Decode(_decoding));
        }
        catch (ImageException e)
        {
            throw new ProblemException(StatusCodes.Status404NotFound, $"image {image} cannot be shown: {e.Message}");
        }
    }
}
