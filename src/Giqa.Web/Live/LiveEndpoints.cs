using System.Globalization;
using System.Text;
using System.Text.Json;
using Giqa.Images;
using Giqa.Models;
using Giqa.Selection;
using Giqa.Web.Hosting;
using Giqa.Web.Live.Components;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Giqa.Web.Live;

/// <summary>The page, its images by number, its changes, and the two things that it can do: name images, and copy them.</summary>
internal sealed class LiveEndpoints(LiveGallery gallery, LiveModels models, LiveOptions options, Func<CancellationToken> stopping) : IDisposable
{
    private const int ThumbnailSide = 256;
    private const int LongestRequest = 4 << 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly PictureAnswer _pictures = new();
    private readonly Thumbnails _thumbnails = new(gallery, options.Decoding, ThumbnailSide);
    private readonly SemaphoreSlim _decoding = new(Math.Max(1, options.Running.Extraction.Threads));

    internal void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapAssets("live.css", "live.js", "live-data.js", "live-gallery.js", "live-nearest.js", "live-compare.js", "live-training.js", "live-chart.js", "live-maps.js", "maps.js", "maps.css");
        endpoints.MapAssets("vega.min.js", "vega-lite.min.js", "vega-embed.min.js", "live-quality.vl.json", "sets.vl.json", "metric-curve.vl.json");
        _ = endpoints.MapGet("/", context => Page.WriteAsync<LivePage>(context, new()
        {
            [nameof(LivePage.Title)] = string.Join(", ", gallery.Sets),
            [nameof(LivePage.Run)] = _pictures.Run,
            [nameof(LivePage.CopyTo)] = options.CopyTo,
            [nameof(LivePage.HasMaps)] = gallery.HasMaps.Contains(true),
        }));
        _ = endpoints.MapGet("/api/changes", ChangesAsync);
        _ = endpoints.MapGet("/api/events", EventsAsync);
        _ = endpoints.MapGet("/images/{id:int}", ImageAsync);
        _ = endpoints.MapGet("/thumbnails/{id:int}", ThumbnailAsync);
        _ = endpoints.MapGet("/maps/{model:int}/{id:int}", MapAsync);
        new RealEndpoints(gallery, models, _pictures, _decoding).Map(endpoints);
        _ = endpoints.MapPost("/api/list", ListAsync);
        _ = endpoints.MapPost("/api/copy", CopyAsync);
    }

    public void Dispose() => _decoding.Dispose();

    private async Task ChangesAsync(HttpContext context)
    {
        var since = long.TryParse(context.Request.Query["since"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
        context.Response.ContentType = "application/json";
        using var buffer = new MemoryStream();
        await using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            LiveJson.Write(json, gallery, since);
            json.WriteEndObject();
        }

        await context.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Server-sent events: one whenever something has changed, a few a second at most.</summary>
    private async Task EventsAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping());
        try
        {
            while (true)
            {
                var changed = gallery.Changed;
                await context.Response.WriteAsync($"data: {gallery.Version}\n\n", end.Token).ConfigureAwait(false);
                await context.Response.Body.FlushAsync(end.Token).ConfigureAwait(false);
                await changed.WaitAsync(end.Token).ConfigureAwait(false);
                await Task.Delay(Pause, options.Time, end.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // The host stops; the answer ends.
        }
    }

    private async Task ImageAsync(HttpContext context)
    {
        var id = Id(context);
        using var bytes = new MemoryStream();
        try
        {
            gallery.Read(id).WriteImageFile(bytes);
        }
        catch (ImageException e)
        {
            throw new ProblemException(StatusCodes.Status404NotFound, $"image {id}: {e.Message}");
        }

        await _pictures.SendAsync(context, bytes.GetBuffer().AsMemory(0, (int)bytes.Length)).ConfigureAwait(false);
    }

    private async Task ThumbnailAsync(HttpContext context)
    {
        var id = Id(context);
        await _decoding.WaitAsync(context.RequestAborted).ConfigureAwait(false);
        try
        {
            var (bytes, missing) = _thumbnails.Make(id);
            await _pictures.SendAsync(context, bytes ?? throw new ProblemException(StatusCodes.Status404NotFound, $"image {id}: {missing}")).ConfigureAwait(false);
        }
        finally
        {
            _ = _decoding.Release();
        }
    }

    /// <summary>Where an image is bad, as a picture to lie over it.</summary>
    private async Task MapAsync(HttpContext context)
    {
        var (id, model) = (Id(context), int.Parse(context.Request.RouteValues["model"]!.ToString()!, CultureInfo.InvariantCulture));
        var mapper = models.Mappers.ElementAtOrDefault(model) ?? throw new ProblemException(StatusCodes.Status404NotFound, $"there is no model {model} with maps: giqa fit --maps makes one");
        await _decoding.WaitAsync(context.RequestAborted).ConfigureAwait(false);
        try
        {
            await _pictures.SendAsync(context, MapPicture.Make(gallery.Read(id), mapper, options.Decoding), MapPicture.ContentType).ConfigureAwait(false);
        }
        catch (ImageException e)
        {
            throw new ProblemException(StatusCodes.Status404NotFound, $"image {id}: {e.Message}");
        }
        finally
        {
            _ = _decoding.Release();
        }
    }

    private async Task ListAsync(HttpContext context)
    {
        var ids = await ReadIdsAsync(context).ConfigureAwait(false);
        var text = new StringBuilder();
        foreach (var id in ids)
        {
            _ = text.Append(gallery.Entry(id).Path is { } path ? Path.GetFullPath(path) : gallery.GetName(id)).Append('\n');
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(text.ToString(), context.RequestAborted).ConfigureAwait(false);
    }

    private async Task CopyAsync(HttpContext context)
    {
        var ids = await ReadIdsAsync(context).ConfigureAwait(false);
        try
        {
            var copied = PickTransfer.Run(gallery, ids, options.CopyTo, new TransferOptions { Overwrite = true }, cancellationToken: context.RequestAborted);
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync($"{Counted.With(copied.Count, "image", "is", "are")} in {Path.GetFullPath(options.CopyTo)}", context.RequestAborted).ConfigureAwait(false);
        }
        catch (GiqaException e) when (e is not ProblemException)
        {
            throw new ProblemException(StatusCodes.Status409Conflict, e.Message);
        }
    }

    private int Id(HttpContext context)
    {
        var id = int.Parse(context.Request.RouteValues["id"]!.ToString()!, CultureInfo.InvariantCulture);
        return id >= 0 && id < gallery.Count ? id : throw new ProblemException(StatusCodes.Status404NotFound, $"there is no image {id}");
    }

    /// <summary>Reads a JSON array of image numbers.</summary>
    private async Task<int[]> ReadIdsAsync(HttpContext context)
    {
        if (context.Request.ContentLength is null or > LongestRequest)
        {
            throw new ProblemException(StatusCodes.Status413PayloadTooLarge, $"the list of images is longer than {LongestRequest} bytes, or does not say how long it is");
        }

        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted).ConfigureAwait(false);
            var ids = document.RootElement.EnumerateArray().Select(id => id.GetInt32()).Distinct().ToArray();
            var count = gallery.Count;
            return Array.TrueForAll(ids, id => id >= 0 && id < count) ? ids : throw new ProblemException(StatusCodes.Status400BadRequest, $"the list names an image that is not there; there are {count}");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, "the body is not a JSON array of image numbers such as [3, 14]");
        }
    }
}
