using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Giqa.Web.Live;

/// <summary>Answers with the bytes of a picture.</summary>
internal sealed class PictureAnswer
{
    /// <summary>Identifies this run in addresses: a number means a different image in another run, and browsers must not confuse them.</summary>
    internal string Run { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <param name="context">The request.</param>
    /// <param name="bytes">The picture.</param>
    /// <param name="type">Its content type if it was made here; by default deduced from the first bytes.</param>
    internal async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> bytes, string? type = null)
    {
        context.Response.ContentType = type ?? TypeOf(bytes.Span);
        context.Response.ContentLength = bytes.Length;
        context.Response.Headers.CacheControl = context.Request.Query["run"] == Run ? "private, max-age=86400, immutable" : "no-store";
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>By the first bytes: anything that is not a picture browsers support is sent as bytes, never as a document.</summary>
    private static string TypeOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        _ when bytes.StartsWith<byte>([0xFF, 0xD8, 0xFF]) => "image/jpeg",
        _ when bytes.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G']) => "image/png",
        _ when bytes.StartsWith("RIFF"u8) && bytes.Length > 12 && bytes[8..].StartsWith("WEBP"u8) => "image/webp",
        _ when bytes.StartsWith("BM"u8) => "image/bmp",
        _ when bytes.StartsWith("GIF8"u8) => "image/gif",
        _ => "application/octet-stream",
    };
}
