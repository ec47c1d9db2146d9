using Giqa;
using Giqa.Web.Service;
using Giqa.Web.Service.Registration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Giqa to an application's services.</summary>
public static class GiqaServiceCollectionExtensions
{
    private const string HealthCheckName = "giqa";

    /// <summary>Adds the scorer of one model or several; for what it adds see <see cref="AddGiqa(IServiceCollection, Action{GiqaOptions})"/>.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="models">The model files; the first is the default.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddGiqa(this IServiceCollection services, params string[] models)
    {
        ArgumentNullException.ThrowIfNull(models);
        return services.AddGiqa(options => Array.ForEach(models, options.Models.Add));
    }

    /// <summary>Adds the scorer from a section of the configuration; for what it adds see <see cref="AddGiqa(IServiceCollection, Action{GiqaOptions})"/>.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="section">Its keys are the properties of <see cref="GiqaOptions"/>. Any other key is refused.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddGiqa(this IServiceCollection services, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return services.AddGiqa(options => GiqaSection.Bind(section, options));
    }

    /// <summary>
    /// Adds a <see cref="SharedScorer"/>, which loads its models when it is first requested; <see cref="IImageScorer"/>, which is its first
    /// model, and by a model's name as the key that model; the service behind <c>MapGiqa</c>; and a health check of the name <c>giqa</c>:
    /// unhealthy when a model cannot be loaded, degraded while requests are rejected.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Names the models, and sets limits.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddGiqa(this IServiceCollection services, Action<GiqaOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        _ = services.Configure(configure);
        if (services.Any(service => service.ServiceType == typeof(ScoringService)))
        {
            return services;
        }

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Load);
        services.TryAddSingleton<IImageScorer>(provider => provider.GetRequiredService<SharedScorer>());
        services.TryAddKeyedSingleton<IImageScorer>(KeyedService.AnyKey, (provider, key) => provider.GetRequiredService<SharedScorer>().For($"{key}"));
        services.TryAddSingleton(provider => new ScoringService(provider.GetRequiredService<SharedScorer>(), OptionsOf(provider).Limits, provider.GetRequiredService<TimeProvider>()));
        _ = services.AddHealthChecks().Add(new HealthCheckRegistration(HealthCheckName, provider => new GiqaHealthCheck(provider), HealthStatus.Unhealthy, tags: null));
        return services;
    }

    private static GiqaOptions OptionsOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<GiqaOptions>>().Value;

    /// <summary>Relative paths of model files are below the application's folder, wherever it was started from.</summary>
    private static SharedScorer Load(IServiceProvider provider)
    {
        var options = OptionsOf(provider);
        var folder = provider.GetService<IHostEnvironment>()?.ContentRootPath ?? Environment.CurrentDirectory;
        return options.Models.Count > 0
            ? SharedScorer.Load([.. options.Models.Select(model => Path.Combine(folder, model))], options.Scoring)
            : throw new GiqaException("no model is given: name a .giqa file in AddGiqa, or under Models in its section of the configuration");
    }
}
