using System.Text.Json;
using Giqa.Scores;
using Giqa.Web.Hosting;
using Microsoft.AspNetCore.Http;

namespace Giqa.Web.Service;

/// <summary>Sends the scores of one request.</summary>
internal static class ScoreAnswer
{
    internal const string LinesType = "application/x-ndjson";

    private static readonly byte[] NewLine = "\n"u8.ToArray();

    /// <summary>Waits for all scores.</summary>
    /// <exception cref="ProblemException">There was no image.</exception>
    internal static async Task<List<ImageScore>> CollectAsync(IAsyncEnumerable<ImageScore> scores, CancellationToken cancellationToken)
    {
        var all = new List<ImageScore>();
        await foreach (var score in scores.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            all.Add(score);
        }

        return all.Count > 0 ? all : throw NoImage();
    }

    /// <summary>Sends one JSON document.</summary>
    internal static async Task WriteDocumentAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        await using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = buffer.Length;
        await context.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Refuses a request in which no image could be scored; the problem lists why.</summary>
    internal static Task WriteUnusableAsync(HttpContext context, IReadOnlyList<ImageScore> scores)
    {
        var first = scores[0];
        var what = scores.Count == 1 ? $"'{first.Image}' has no score" : $"none of the {scores.Count} images have a score; first '{first.Image}'";
        return new Problem(StatusCodes.Status422UnprocessableEntity, $"{what}: {first.Status}, {first.Detail}").WriteAsync(context, json => ScoreJson.Write(json, "results", scores));
    }

    /// <summary>
    /// Sends a line of JSON per image as soon as it has its score. The status is decided by the first scored image: until
    /// then nothing is sent, so that a request without any usable image is refused like any other.
    /// </summary>
    internal static async Task WriteLinesAsync(HttpContext context, IAsyncEnumerable<ImageScore> scores, CancellationToken cancellationToken)
    {
        var held = new List<ImageScore>();
        try
        {
            await foreach (var score in scores.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                held.Add(score);
                if (score.IsScored || context.Response.HasStarted)
                {
                    if (!context.Response.HasStarted)
                    {
                        context.Response.ContentType = LinesType;
                    }

                    await WriteLinesAsync(context, held, cancellationToken).ConfigureAwait(false);
                    held.Clear();
                }
            }
        }
        catch (ProblemException e) when (context.Response.HasStarted)
        {
            await WriteLineAsync(context, json => WriteFault(json, e)).ConfigureAwait(false);
            return;
        }

        if (!context.Response.HasStarted)
        {
            await (held.Count > 0 ? WriteUnusableAsync(context, held) : throw NoImage()).ConfigureAwait(false);
        }
    }

    private static async Task WriteLinesAsync(HttpContext context, List<ImageScore> scores, CancellationToken cancellationToken)
    {
        foreach (var score in scores)
        {
            await WriteLineAsync(context, json => ScoreJson.Write(json, score)).ConfigureAwait(false);
        }

        await context.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteLineAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        await using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        buffer.Write(NewLine);
        await context.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>The last line of an answer that could not be finished: its members are those of a problem.</summary>
    private static void WriteFault(Utf8JsonWriter json, ProblemException fault)
    {
        json.WriteStartObject();
        json.WriteStartObject("problem");
        json.WriteNumber("status", fault.Status);
        json.WriteString("detail", fault.Message);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static ProblemException NoImage() => new(StatusCodes.Status400BadRequest, "the request has no image: send at least one, as a file of a multipart form or as the body");
}
