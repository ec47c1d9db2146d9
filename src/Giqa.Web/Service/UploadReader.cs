using System.Runtime.CompilerServices;
using Giqa.Web.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Giqa.Web.Service;

/// <summary>The images of a request as they arrive. They stay in memory: ASP.NET's own form reader would write large ones to disk.</summary>
internal sealed class UploadReader(ServiceOptions limits, ByteBudget budget)
{
    private const int LongestBoundary = 70;
    private const int LongestName = 1024;

    private static readonly HashSet<string> ImageFields = new(["image", "images", "file", "files"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a multipart form of images, or a body that is one image itself.</summary>
    /// <exception cref="ProblemException">The body is of an unsupported kind or malformed, or a reference is missing or not expected.</exception>
    internal IAsyncEnumerable<Upload> ReadAsync(HttpRequest request, ServedModel model, CancellationToken cancellationToken)
    {
        if (request.Headers.ContentEncoding.ToString() is { Length: > 0 } encoding && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            throw new ProblemException(StatusCodes.Status415UnsupportedMediaType, $"the body is sent with Content-Encoding {Shortened(encoding)}: send images as they are; they are already compressed");
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
        {
            throw new ProblemException(StatusCodes.Status415UnsupportedMediaType, "the Content-Type is missing: send multipart/form-data with images, or one image as image/png, image/jpeg, image/webp ...");
        }

        if (type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
            return string.IsNullOrEmpty(boundary) || boundary.Length > LongestBoundary
                ? throw new ProblemException(StatusCodes.Status400BadRequest, $"the form's boundary has {boundary?.Length ?? 0} characters: 1 to {LongestBoundary} are allowed")
                : ReadFormAsync(request, boundary, model, cancellationToken);
        }

        return IsImage(type)
            ? model.TakesReference ? throw NoReference(model) : ReadOneAsync(request, cancellationToken)
            : throw new ProblemException(StatusCodes.Status415UnsupportedMediaType, $"the Content-Type is {type.MediaType}: send multipart/form-data with images, or one image as image/png, image/jpeg, image/webp ...");
    }

    private async IAsyncEnumerable<Upload> ReadOneAsync(HttpRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var name = request.Query["name"].ToString();
        yield return await Upload.ReadAsync(name.Length == 0 ? "image" : Shortened(name), request.Body, request.ContentLength, limits, budget, cancellationToken).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<Upload> ReadFormAsync(HttpRequest request, string boundary, ServedModel model, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var form = new MultipartReader(boundary, request.Body) { HeadersCountLimit = 8, HeadersLengthLimit = 8 << 10 };
        var references = 0;
        for (var count = 0; await NextAsync(form, cancellationToken).ConfigureAwait(false) is { } part; count++)
        {
            if (count == limits.MaxImages)
            {
                throw new ProblemException(StatusCodes.Status413PayloadTooLarge, $"the request has more than the {limits.MaxImages} images allowed: send them in several requests");
            }

            var (field, file) = NamesOf(part);
            var isReference = IsReference(field, file, model);
            references += isReference ? 1 : 0;
            if (model.TakesReference && references == 0)
            {
                throw NoReference(model);
            }

            var name = !string.IsNullOrEmpty(file) ? Shortened(file) : isReference ? $"reference-{references}" : $"image-{count - references + 1}";
            var upload = await ReadPartAsync(part, name, request.ContentLength, cancellationToken).ConfigureAwait(false);
            upload.IsReference = isReference;
            yield return upload;
        }
    }

    private async Task<Upload> ReadPartAsync(MultipartSection part, string name, long? announced, CancellationToken cancellationToken)
    {
        try
        {
            return await Upload.ReadAsync(name, part.Body, announced, limits, budget, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsMalformed(e))
        {
            throw Malformed(e);
        }
    }

    /// <summary>Whether a part is the reference of the images after it; otherwise it is an image.</summary>
    private static bool IsReference(string field, string? file, ServedModel model)
    {
        if (field.Equals("reference", StringComparison.OrdinalIgnoreCase))
        {
            return model.TakesReference
                ? true
                : throw new ProblemException(StatusCodes.Status422UnprocessableEntity, $"the form has a 'reference', but the model {model.Name} does not take one: GET /v1/models shows which do; choose one with ?model=NAME");
        }

        return file is not null || ImageFields.Contains(field)
            ? false
            : throw new ProblemException(StatusCodes.Status400BadRequest, $"the form's field '{Shortened(field)}' is not a file: images are files, or fields named 'image'; settings go into the query");
    }

    private static bool IsImage(MediaTypeHeaderValue type) =>
        type.Type.Equals("image", StringComparison.OrdinalIgnoreCase) || type.MediaType.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase);

    private static ProblemException NoReference(ServedModel model) =>
        new(StatusCodes.Status422UnprocessableEntity, $"the model {model.Name} compares images with a reference, and none came before the first image: send a form with a file 'reference', then the images for it");

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

    // BadHttpRequestException is also an IOException, and more specific: a body too large, a client too slow.
    private static bool IsMalformed(Exception exception) => exception is InvalidDataException or IOException and not BadHttpRequestException and not Microsoft.AspNetCore.Connections.ConnectionResetException;

    private static ProblemException Malformed(Exception exception) =>
        new(StatusCodes.Status400BadRequest, $"the form cannot be read: {exception.Message.TrimEnd('.')}");
}
