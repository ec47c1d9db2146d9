using Giqa.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Giqa.Web.Service;

/// <summary>Giqa inside an ASP.NET Core application.</summary>
public static partial class GiqaRegistration
{
    /// <summary>
    /// Adds a <see cref="SharedScorer"/>, which loads its models when it is first asked for, the service behind <see cref="MapGiqa"/>, and
    /// a health check of the name <c>giqa</c>: unhealthy when a model cannot be loaded, degraded while requests are sent away.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Names the models, and sets limits.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddGiqa(this IServiceCollection services, Action<GiqaOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        _ = services.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => Load(OptionsOf(provider)));
        services.TryAddSingleton(provider => new ScoringService(provider.GetRequiredService<SharedScorer>(), OptionsOf(provider).Limits, provider.GetRequiredService<TimeProvider>()));
        _ = services.AddHealthChecks().Add(new HealthCheckRegistration("giqa", provider => new GiqaHealthCheck(provider), HealthStatus.Unhealthy, tags: null));
        return services;
    }

    /// <summary>Adds the endpoints of <c>giqa serve</c>: <c>/v1/score</c>, <c>/v1/pick</c>, <c>/v1/models</c>, <c>/openapi.json</c>, <c>/health/</c>, <c>/metrics</c>.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">What their paths begin with, such as <c>/giqa</c>.</param>
    /// <returns>For what holds of all of them, such as <c>RequireAuthorization()</c>: they ask nobody for a key.</returns>
    /// <exception cref="GiqaException">A model cannot be loaded.</exception>
    public static IEndpointConventionBuilder MapGiqa(this IEndpointRouteBuilder endpoints, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var services = endpoints.ServiceProvider;
        var options = OptionsOf(services);
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Giqa");
        var answers = new LocalWebHostOptions { MaxRequestBytes = options.MaxRequestBytes, Faults = new LoggedFaults(logger) };
        var group = endpoints.MapGroup(prefix);
        services.GetRequiredService<ScoringService>().Map(group);
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

    private static GiqaOptions OptionsOf(IServiceProvider services) => services.GetRequiredService<IOptions<GiqaOptions>>().Value;

    private static SharedScorer Load(GiqaOptions options) => options.Models.Count > 0
        ? SharedScorer.Load([.. options.Models], options.Scoring)
        : throw new GiqaException("no model is named: add a .giqa file to GiqaOptions.Models in AddGiqa");

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

    private sealed class GiqaHealthCheck(IServiceProvider services) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                return Task.FromResult(services.GetRequiredService<ScoringService>().IsFull
                    ? HealthCheckResult.Degraded("as many requests are under way as are allowed")
                    : HealthCheckResult.Healthy());
            }
            catch (GiqaException e)
            {
                return Task.FromResult(HealthCheckResult.Unhealthy(e.Message, e));
            }
        }
    }
}
