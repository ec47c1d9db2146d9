using System.Globalization;
using System.Text.Json;
using Giqa.Images;
using Giqa.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Giqa.Web.Live;

/// <summary>The real images nearest to one of the gallery, and their pictures, by model and number.</summary>
internal sealed class RealEndpoints(LiveGallery gallery, LiveModels models, PictureAnswer pictures, SemaphoreSlim decoding)
{
    internal void Map(IEndpointRouteBuilder endpoints)
    {
        _ = endpoints.MapGet("/api/nearest/{id:int}", NearestAsync);
        _ = endpoints.MapGet("/reals/{model:int}/{number:int}", PictureAsync);
        _ = endpoints.MapGet("/reals/{model:int}/{number:int}/thumbnail", ThumbnailAsync);
    }

    private async Task NearestAsync(HttpContext context)
    {
        var id = Number(context, "id", gallery.Count, "image");
        var model = int.TryParse(context.Request.Query["model"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 0;
        var answer = await BesideDecodingAsync(context, () => FindAsync(id, model, context.RequestAborted)).ConfigureAwait(false);
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(answer, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task<byte[]> FindAsync(int id, int model, CancellationToken cancellationToken)
    {
        var (found, why) = await models.FindNearestAsync(gallery.Entry(id), model, cancellationToken).ConfigureAwait(false);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("why", why);
            if (found.Count > 0 && models.Reals[model].TypicalDistance is { } typical)
            {
                json.WriteNumber("typical", typical);
            }

            json.WriteStartArray("reals");
            foreach (var (real, name, missing) in found)
            {
                json.WriteStartObject();
                json.WriteNumber("number", real.Reference);
                json.WriteString("name", name);
                json.WriteNumber("distance", real.Distance);
                json.WriteString("missing", missing);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private async Task PictureAsync(HttpContext context)
    {
        var (reals, number) = Real(context);
        using var bytes = new MemoryStream();
        try
        {
            reals.Read(number).WriteImageFile(bytes);
        }
        catch (ImageException e)
        {
            throw new ProblemException(StatusCodes.Status404NotFound, $"real image {number}: {e.Message}");
        }

        await pictures.SendAsync(context, bytes.GetBuffer().AsMemory(0, (int)bytes.Length)).ConfigureAwait(false);
    }

    private async Task ThumbnailAsync(HttpContext context)
    {
        var (reals, number) = Real(context);
        var (bytes, missing) = await BesideDecodingAsync(context, () => Task.FromResult(reals.Thumbnail(number))).ConfigureAwait(false);
        await pictures.SendAsync(context, bytes ?? throw new ProblemException(StatusCodes.Status404NotFound, $"real image {number}: {missing}")).ConfigureAwait(false);
    }

    /// <summary>No more at a time than images may be decoded at a time.</summary>
    private async Task<T> BesideDecodingAsync<T>(HttpContext context, Func<Task<T>> work)
    {
        await decoding.WaitAsync(context.RequestAborted).ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            _ = decoding.Release();
        }
    }

    private (LiveReals Reals, int Number) Real(HttpContext context)
    {
        var reals = models.Reals[Number(context, "model", models.Reals.Count, "model")];
        return (reals, Number(context, "number", reals.Count, "real image"));
    }

    private static int Number(HttpContext context, string part, int count, string kind)
    {
        var number = int.Parse(context.Request.RouteValues[part]!.ToString()!, CultureInfo.InvariantCulture);
        return number >= 0 && number < count ? number : throw new ProblemException(StatusCodes.Status404NotFound, $"there is no {kind} {number}");
    }
}
