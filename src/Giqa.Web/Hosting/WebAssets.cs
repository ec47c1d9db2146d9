using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Giqa.Web.Hosting;

/// <summary>The style sheets and scripts that are embedded in this assembly, below <c>/assets/</c>.</summary>
internal static class WebAssets
{
    /// <summary>Serves some of the files of <c>Assets/</c> by their names; browsers ask again each time and get 304 when nothing changed.</summary>
    internal static void MapAssets(this IEndpointRouteBuilder endpoints, params IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            _ = endpoints.MapGet($"/assets/{name}", Serve(name)).WithMetadata(new OpenToEveryone());
        }
    }

    /// <summary>An endpoint that answers with one file of <c>Assets/</c>.</summary>
    internal static RequestDelegate Serve(string name)
    {
        var content = Read(name);
        var (type, tag) = (TypeOf(name), $"\"{Convert.ToHexString(SHA256.HashData(content))[..32]}\"");
        return context => SendAsync(context, content, type, tag);
    }

    private static async Task SendAsync(HttpContext context, byte[] content, string type, string tag)
    {
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "no-cache";
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = type;
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>One file of <c>Assets/</c>.</summary>
    internal static byte[] Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded in Giqa.Web");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".json" => "application/json",
        var other => throw new InvalidOperationException($"{name}: no content type is known for {other}"),
    };
}
