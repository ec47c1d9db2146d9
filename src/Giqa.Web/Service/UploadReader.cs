using System.Runtime.CompilerServices;
using Giqa.Web.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Giqa.Web.Service;

/// <summary>The images of a request as they arrive. They stay in memory: ASP.NET's own form reader would put large ones on the disk.</summary>
internal sealed class UploadReader(ServiceOptions limits, ByteBudget budget)
{
    private const int LongestBoundary = 70;
    private const int LongestName = 1024;

    private static readonly HashSet<string> ImageFields = new(["image", "images", "file", "files"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a multipart form of images, or a body that is one image itself.</summary>
    /// <exception cref="ProblemException">The body is of no kind that is taken, or is malformed.</exception>
    internal IAsyncEnumerable<Upload> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
        {
            throw new ProblemException(StatusCodes.Status415UnsupportedMediaType, "the Content-Type is missing: send multipart/form-data with images, or one image as image/png, image/jpeg, image/webp ...");
        }

        if (type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
            return string.IsNullOrEmpty(boundary) || boundary.Length > LongestBoundary
                ? throw new ProblemException(StatusCodes.Status400BadRequest, $"the form's boundary has {boundary?.Length ?? 0} characters: 1 to {LongestBoundary} are allowed")
                : ReadFormAsync(request, boundary, cancellationToken);
        }

        return type.Type.Equals("image", StringComparison.OrdinalIgnoreCase) || type.MediaType.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase)
            ? ReadOneAsync(request, cancellationToken)
            : throw new ProblemException(StatusCodes.Status415UnsupportedMediaType, $"the Content-Type is {type.MediaType}: send multipart/form-data with images, or one image as image/png, image/jpeg, image/webp ...");
    }

    private async IAsyncEnumerable<Upload> ReadOneAsync(HttpRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var name = request.Query["name"].ToString();
        yield return await Upload.ReadAsync(name.Length == 0 ? "image" : Shortened(name), request.Body, request.ContentLength, limits, budget, cancellationToken).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<Upload> ReadFormAsync(HttpRequest request, string boundary, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var form = new MultipartReader(boundary, request.Body) { HeadersCountLimit = 8, HeadersLengthLimit = 8 << 10 };
        for (var count = 0; await NextAsync(form, cancellationToken).ConfigureAwait(false) is { } part; count++)
        {
            if (count == limits.MaxImages)
            {
                throw new ProblemException(StatusCodes.Status413PayloadTooLarge, $"the request has more than the {limits.MaxImages} images allowed: send them in several requests");
            }

            yield return await ReadPartAsync(part, count, request.ContentLength, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Upload> ReadPartAsync(MultipartSection part, int index, long? announced, CancellationToken cancellationToken)
    {
        var (field, file) = NamesOf(part);
        if (field.Equals("reference", StringComparison.OrdinalIgnoreCase))
        {
            throw new ProblemException(StatusCodes.Status422UnprocessableEntity, "the form has a 'reference', but none of the models here takes a reference image: GET /v1/models says what each takes");
        }

        if (file is null && !ImageFields.Contains(field))
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, $"the form's field '{Shortened(field)}' is no file: images are files, or fields named 'image'; settings go into the query");
        }

        try
        {
            return await Upload.ReadAsync(string.IsNullOrEmpty(file) ? $"image-{index + 1}" : Shortened(file), part.Body, announced, limits, budget, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsMalformed(e))
        {
            throw Malformed(e);
        }
    }

    private static async Task<MultipartSection?> NextAsync(MultipartReader form, CancellationToken cancellationToken)
    {
        try
        {
            return await form.ReadNextSectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsMalformed(e))
        {
            throw Malformed(e);
        }
    }

    private static (string Field, string? File) NamesOf(MultipartSection part)
    {
        if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition))
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, "a part of the form has no Content-Disposition: give each image as form-data with a name and a file name");
        }

        var file = disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
        return (HeaderUtilities.RemoveQuotes(disposition.Name).ToString(), file.HasValue ? HeaderUtilities.RemoveQuotes(file).ToString() : null);
    }

    private static string Shortened(string name) => name.Length <= LongestName ? name : name[..LongestName];

    // BadHttpRequestException is an IOException too, and says more: too large a body, too slow a client.
    private static bool IsMalformed(Exception exception) => exception is InvalidDataException or IOException and not BadHttpRequestException and not Microsoft.AspNetCore.Connections.ConnectionResetException;

    private static ProblemException Malformed(Exception exception) =>
        new(StatusCodes.Status400BadRequest, $"the form cannot be read: {exception.Message.TrimEnd('.')}");
}
