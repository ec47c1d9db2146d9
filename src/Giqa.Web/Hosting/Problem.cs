using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Giqa.Web.Hosting;

/// <summary>A refusal according to RFC 9457: <c>application/problem+json</c> with one readable line.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">One line: what was seen, what is allowed, what to do.</param>
internal sealed record Problem(int Status, string Detail)
{
    private const string ContentType = "application/problem+json";

    /// <summary>Answers with it.</summary>
    /// <param name="context">A request whose answer has not begun.</param>
    /// <param name="extend">Writes further members; null for none.</param>
    internal async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter>? extend = null)
    {
        using var buffer = new MemoryStream();
        await using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", ReasonPhrases.GetReasonPhrase(Status));
            json.WriteNumber("status", Status);
            json.WriteString("detail", Detail.ReplaceLineEndings(" "));
            extend?.Invoke(json);
            json.WriteEndObject();
        }

        context.Response.StatusCode = Status;
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = buffer.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), context.RequestAborted).ConfigureAwait(false);
        }
    }
}
