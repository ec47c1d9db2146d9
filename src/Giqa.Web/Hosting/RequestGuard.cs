using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Giqa.Web.Hosting;

/// <summary>Refuses what a foreign site could make a visitor's browser send.</summary>
/// <remarks>
/// Three rules. The <c>Host</c> must be a name of this machine, or DNS rebinding would give our origin to another site. A browser
/// says where a request comes from (<c>Sec-Fetch-Site</c>, <c>Origin</c>): only navigation may come from elsewhere. And requests
/// that change something must carry a header that no form can set, unless the endpoint is <see cref="OpenToPrograms"/>.
/// </remarks>
internal sealed class RequestGuard(RequestDelegate next, LocalWebHostOptions options)
{
    /// <summary>The header that our own scripts send with every request that changes something.</summary>
    internal const string PageHeader = "X-Giqa-Page";

    public Task InvokeAsync(HttpContext context) => Fault(context) is { } problem ? problem.WriteAsync(context) : next(context);

    private Problem? Fault(HttpContext context)
    {
        var request = context.Request;
        if (options.ApiKey is null && !IsOwnName(request.Host.Host))
        {
            return new Problem(StatusCodes.Status421MisdirectedRequest, $"the host '{request.Host.Host}' is not a name of this server: use localhost, or add the name with --host-name");
        }

        var changes = !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));
        if (IsForeign(request, changes))
        {
            return new Problem(StatusCodes.Status403Forbidden, "the request comes from a page of another site: only this server's own pages may send it");
        }

        return changes && context.GetEndpoint() is RouteEndpoint endpoint && endpoint.Metadata.GetMetadata<OpenToPrograms>() is null && request.Headers[PageHeader].Count == 0
            ? new Problem(StatusCodes.Status403Forbidden, $"the header {PageHeader} is missing: only this server's own pages may send this request")
            : null;
    }

    private bool IsOwnName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address))
        || options.HostNames.Contains(host, StringComparer.OrdinalIgnoreCase);

    private static bool IsForeign(HttpRequest request, bool changes)
    {
        string? site = request.Headers["Sec-Fetch-Site"], mode = request.Headers["Sec-Fetch-Mode"], origin = request.Headers.Origin;
        if (site is not (null or "same-origin" or "none") && (changes || mode != "navigate"))
        {
            return true;
        }

        return changes && !string.IsNullOrEmpty(origin) && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && IsSame(from, request.Host));
    }

    private static bool IsSame(Uri origin, HostString host) =>
        origin.Host.Trim('[', ']').Equals(host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)
        && (host.Port is { } port ? origin.Port == port : origin.IsDefaultPort);
}
