using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Giqa.Web;

/// <summary>Renders a component that is a whole document into a stream.</summary>
internal static class StaticPage
{
    /// <summary>Writes the page in UTF-8.</summary>
    /// <param name="shown">What the component and its parts ask for as cascading parameters.</param>
    /// <param name="destination">Where it goes; stays open.</param>
    /// <param name="cancellationToken">Stops before rendering and before writing.</param>
    internal static async Task WriteAsync<TPage>(IServiceCollection shown, Stream destination, CancellationToken cancellationToken)
        where TPage : IComponent
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var services = shown.BuildServiceProvider();
        var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        await using (renderer.ConfigureAwait(false))
        {
            var page = await renderer.Dispatcher.InvokeAsync(() => renderer.RenderComponentAsync<TPage>()).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            var writer = new StreamWriter(destination, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
            await using (writer.ConfigureAwait(false))
            {
                await renderer.Dispatcher.InvokeAsync(() => page.WriteHtmlTo(writer)).ConfigureAwait(false);
            }
        }
    }
}
