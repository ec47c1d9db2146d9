using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Giqa.Web.Service.Registration;

/// <summary>Whether images can be scored now.</summary>
internal sealed class GiqaHealthCheck(IServiceProvider services) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return Task.FromResult(services.GetRequiredService<ScoringService>().IsFull
                ? HealthCheckResult.Degraded("the maximum number of requests is in progress")
                : HealthCheckResult.Healthy());
        }
        catch (GiqaException e)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy(e.Message, e));
        }
    }
}
