using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Giqa.Tests.Service;

/// <summary>An application of somebody's own that has Giqa among its services, on a free port in the test's process.</summary>
internal sealed class HostedGiqa : IAsyncDisposable
{
    private readonly WebApplication _application;

    private HostedGiqa(WebApplication application)
    {
        _application = application;
        Client = new HttpClient { BaseAddress = new Uri(application.Urls.Single()) };
    }

    internal HttpClient Client { get; }

    internal IServiceProvider Services => _application.Services;

    /// <summary>Builds and starts it.</summary>
    /// <param name="folder">Its content root.</param>
    /// <param name="add">Adds Giqa.</param>
    /// <param name="map">Maps endpoints.</param>
    /// <param name="settings">Its configuration.</param>
    internal static async Task<HostedGiqa> StartAsync(
        string folder, Action<WebApplicationBuilder> add, Action<WebApplication> map, IEnumerable<KeyValuePair<string, string?>>? settings = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = folder });
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        add(builder);
        var application = builder.Build();
        try
        {
            map(application);
            await application.StartAsync();
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }

        return new HostedGiqa(application);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.StopAsync();
        await _application.DisposeAsync();
    }
}
