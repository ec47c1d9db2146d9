using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Giqa.Tests.Images;

/// <summary>A stand-in for Amazon S3 on loopback: the folders in a folder are buckets. It can be slow, silent, forgetful and forbidding.</summary>
internal sealed class S3Stub : IAsyncDisposable
{
    private const int PageSize = 7;
    private readonly WebApplication _app;
    private readonly string _root;

    private S3Stub(string root)
    {
        _root = root;
        var builder = WebApplication.CreateSlimBuilder();
        _ = builder.Logging.ClearProviders();
        _ = builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>Where it is.</summary>
    internal string Url => _app.Urls.Single();

    /// <summary>What was asked, as METHOD PATH?QUERY.</summary>
    internal ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>How many requests are answered with 503.</summary>
    internal int Busy { get; set; }

    /// <summary>How many bodies break off in their middle.</summary>
    internal int Broken { get; set; }

    /// <summary>Whether nothing is answered.</summary>
    internal bool IsSilent { get; set; }

    internal static async Task<S3Stub> StartAsync(string root)
    {
        var stub = new S3Stub(root);
        await stub._app.StartAsync();
        return stub;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        Asked.Enqueue($"{request.Method} {request.Path}{request.QueryString}");
        if (IsSilent)
        {
            await Task.Delay(TimeSpan.FromMinutes(1), context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
            context.Abort();
            return;
        }

        var words = request.Path.Value!.TrimStart('/').Split('/', 2);
        var (bucket, key) = (words[0], words.Length > 1 ? words[1] : string.Empty);
        var task = Busy-- > 0 ? ErrorAsync(context, HttpStatusCode.ServiceUnavailable, "SlowDown")
            : bucket == "forbidden" || !request.Headers.Authorization.ToString().StartsWith("AWS4-HMAC-SHA256 Credential=me/", StringComparison.Ordinal) ? ErrorAsync(context, HttpStatusCode.Forbidden, "AccessDenied")
            : !Directory.Exists(Path.Combine(_root, bucket)) ? ErrorAsync(context, HttpStatusCode.NotFound, "NoSuchBucket")
            : key.Length == 0 ? ListAsync(context, bucket)
            : File.Exists(Path.Combine(_root, bucket, key)) ? SendAsync(context, Path.Combine(_root, bucket, key))
            : ErrorAsync(context, HttpStatusCode.NotFound, "NoSuchKey");
        await task;
    }

    private async Task ListAsync(HttpContext context, string bucket)
    {
        var root = Path.Combine(_root, bucket);
        var after = int.Parse(context.Request.Query["continuation-token"].FirstOrDefault() ?? "0", CultureInfo.InvariantCulture);
        var keys = Directory.GetFiles(root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(root, path)).Where(key => key.StartsWith(context.Request.Query["prefix"].ToString(), StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();
        var isCut = after + PageSize < keys.Length;
        XNamespace s3 = "http://s3.amazonaws.com/doc/2006-03-01/";
        var page = new XElement(
            s3 + "ListBucketResult",
            new XElement(s3 + "Name", bucket),
            new XElement(s3 + "KeyCount", Math.Min(PageSize, keys.Length - after)),
            new XElement(s3 + "MaxKeys", PageSize),
            new XElement(s3 + "IsTruncated", isCut),
            isCut ? new XElement(s3 + "NextContinuationToken", after + PageSize) : null,
            keys.Skip(after).Take(PageSize).Select(key => new XElement(
                s3 + "Contents",
                new XElement(s3 + "Key", key),
                new XElement(s3 + "LastModified", "2026-01-01T00:00:00.000Z"),
                new XElement(s3 + "ETag", TagOf(Path.Combine(root, key))),
                new XElement(s3 + "Size", new FileInfo(Path.Combine(root, key)).Length),
                new XElement(s3 + "StorageClass", "STANDARD"))));
        context.Response.ContentType = "application/xml";
        await context.Response.WriteAsync(page.ToString());
    }

    private async Task SendAsync(HttpContext context, string path)
    {
        var (request, response, bytes) = (context.Request, context.Response, await File.ReadAllBytesAsync(path));
        if (request.Headers.IfMatch.ToString() is { Length: > 0 } wanted && wanted != TagOf(path))
        {
            await ErrorAsync(context, HttpStatusCode.PreconditionFailed, "PreconditionFailed");
            return;
        }

        var (from, to) = (0, bytes.Length - 1);
        if (request.GetTypedHeaders().Range?.Ranges.Single() is { } range)
        {
            (from, to) = ((int)range.From!, (int)Math.Min(range.To ?? to, to));
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {from}-{to}/{bytes.Length}";
        }

        response.Headers.ETag = TagOf(path);
        response.Headers.LastModified = "Thu, 01 Jan 2026 00:00:00 GMT";
        response.ContentLength = to - from + 1;
        if (request.Method != "HEAD")
        {
            var isBroken = Broken-- > 0;
            await response.Body.WriteAsync(bytes.AsMemory(from, isBroken ? (to - from + 1) / 2 : to - from + 1));
            await response.Body.FlushAsync();
            if (isBroken)
            {
                context.Abort();
            }
        }
    }

    private static async Task ErrorAsync(HttpContext context, HttpStatusCode status, string code)
    {
        context.Response.StatusCode = (int)status;
        context.Response.ContentType = "application/xml";
        if (context.Request.Method != "HEAD")
        {
            await context.Response.WriteAsync($"<Error><Code>{code}</Code><Message>{code}</Message></Error>");
        }
    }

    private static string TagOf(string path) => $"\"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)).AsSpan(0, 16))}\"";
}
