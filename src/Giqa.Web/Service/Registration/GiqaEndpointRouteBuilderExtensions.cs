using System.Text.Json.Nodes;
using Giqa;
using Giqa.Web.Hosting;
using Giqa.Web.Service;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints of <c>giqa serve</c> into an application.</summary>
public static partial class GiqaEndpointRouteBuilderExtensions
{
    /// <summary>Loads the models and maps <c>/v1/score</c>, <c>/v1/pick</c>, <c>/v1/models</c>, <c>/openapi.json</c>, <c>/health/</c> and <c>/metrics</c>.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">What their paths begin with; may be empty.</param>
    /// <returns>For conventions that apply to all of them, such as <c>RequireAuthorization()</c>: they do not check a key.</returns>
    /// <exception cref="GiqaException">A model cannot be loaded, or the configuration cannot be used.</exception>
    public static IEndpointConventionBuilder MapGiqa(this IEndpointRouteBuilder endpoints, string prefix = "/giqa")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var services = endpoints.ServiceProvider;
        if (services.GetService<ScoringService>() is not { } service)
        {
            throw new InvalidOperationException("call AddGiqa before MapGiqa: builder.Services.AddGiqa(\"real.giqa\")");
        }

        var options = services.GetRequiredService<IOptions<GiqaOptions>>().Value;
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Giqa");
        var answers = new LocalWebHostOptions { MaxRequestBytes = options.MaxRequestBytes, Faults = new LoggedFaults(logger) };
        var group = endpoints.MapGroup(prefix);
        service.MapApi(group);
        _ = group.MapGet("/openapi.json", DescribeAsync);
        ((IEndpointConventionBuilder)group).Add(endpoint =>
        {
            var next = new ErrorAnswers(endpoint.RequestDelegate!, answers);
            endpoint.RequestDelegate = context =>
            {
                Widen(context, options.MaxRequestBytes);
                return next.InvokeAsync(context);
            };
        });
        return group;
    }

    /// <summary>The document of <c>giqa serve</c> without its pages, and with the paths that the endpoints have here.</summary>
    private static Task DescribeAsync(HttpContext context)
    {
        var document = JsonNode.Parse(WebAssets.Read("openapi.json"))!;
        var paths = document["paths"]!.AsObject();
        _ = paths.Remove("/");
        _ = paths.Remove("/docs");
        var here = $"{context.Request.PathBase}{context.Request.Path}";
        document["servers"] = new JsonArray(new JsonObject { ["url"] = here.Length > "/openapi.json".Length ? here[..^"/openapi.json".Length] : "/" });
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(document.ToJsonString());
    }

    /// <summary>The server's own limit is meant for forms, not for a batch of images.</summary>
    private static void Widen(HttpContext context, long bytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = bytes;
        }
    }

    private sealed partial class LoggedFaults(ILogger logger) : IProgress<string>
    {
        public void Report(string value) => Log(logger, value);

        [LoggerMessage(Level = LogLevel.Error, Message = "{Fault}")]
        private static partial void Log(ILogger logger, string fault);
    }
}
