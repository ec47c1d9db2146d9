using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Giqa.Web.Hosting;

/// <summary>A web server for one user's pages or one team's service: on this machine only, unless a key protects it.</summary>
/// <remarks>
/// Every answer carries a Content-Security-Policy that restricts a page to its own origin. Requests for foreign
/// host names are refused (DNS rebinding), as are requests that another site's page makes. Safe to use from several threads.
/// </remarks>
public sealed class LocalWebHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly LocalWebHostOptions _options;

    private LocalWebHost(WebApplication application, LocalWebHostOptions options) => (_application, _options) = (application, options);

    /// <summary>The address of the first page; known once the host has started.</summary>
    public Uri Url
    {
        get
        {
            var bound = new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
            return new UriBuilder(bound) { Host = _options.Address.Equals(IPAddress.Any) || _options.Address.Equals(IPAddress.IPv6Any) ? "localhost" : bound.Host }.Uri;
        }
    }

    /// <summary>Cancelled when the host begins to stop: endless answers must then end.</summary>
    public CancellationToken Stopping => _application.Lifetime.ApplicationStopping;

    /// <summary>Prepares a host; nothing listens yet.</summary>
    /// <param name="options">Where to listen, and who may connect.</param>
    /// <param name="map">Adds the pages and the endpoints.</param>
    /// <exception cref="GiqaException">The address is open to other machines, and no key is required.</exception>
    public static LocalWebHost Create(LocalWebHostOptions options, Action<IEndpointRouteBuilder> map)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(map);
        options.Validate();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        _ = builder.WebHost.UseKestrelCore().ConfigureKestrel(server => Configure(server, options));
        _ = builder.Services.AddRoutingCore()
            .AddSingleton<IHostLifetime, UnmanagedLifetime>()
            .Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownLimit);
        var application = builder.Build();
        _ = application.UseMiddleware<SecurityHeaders>().UseMiddleware<ErrorAnswers>(options).UseRouting().UseMiddleware<RequestGuard>(options);
        if (options.ApiKey is { } key)
        {
            _ = application.UseMiddleware<ApiKeyGate>(new ApiKey(key));
        }

        application.MapAssets("host.css");
        map(application);
        return new LocalWebHost(application, options);
    }

    /// <summary>Starts listening.</summary>
    /// <exception cref="GiqaException">The port is taken, or the address is not this machine's.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await _application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            throw new GiqaException($"cannot listen on {_options.Address} port {_options.Port}: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}; choose another with --port, or 0 for any free one", e);
        }
    }

    /// <summary>Accepts no more requests, and waits for those in progress, at most <see cref="LocalWebHostOptions.ShutdownLimit"/>.</summary>
    public Task StopAsync() => _application.StopAsync(CancellationToken.None);

    /// <summary>Runs until cancelled, and then stops as <see cref="StopAsync"/> does.</summary>
    /// <param name="started">Receives the address once the host listens.</param>
    /// <param name="cancellationToken">Ends the run, which is not an error.</param>
    public async Task RunAsync(Action<Uri> started, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(started);
        await StartAsync(cancellationToken).ConfigureAwait(false);
        started(Url);
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await StopAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static void Configure(KestrelServerOptions server, LocalWebHostOptions options)
    {
        server.AddServerHeader = false;
        server.Listen(options.Address, options.Port, endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http1;
            _ = endpoint.Use(next => new ConnectionGate(next, options).RunAsync);
        });
        server.Limits.MaxRequestBodySize = options.MaxRequestBytes;
        server.Limits.MaxRequestHeadersTotalSize = 16 << 10;
        server.Limits.MaxRequestLineSize = 8 << 10;
        server.Limits.MaxRequestHeaderCount = 64;
        server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        server.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(75);
        server.Limits.MaxConcurrentConnections = options.MaxConnections;
    }

    /// <summary>Signals are handled by the program.</summary>
    private sealed class UnmanagedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
