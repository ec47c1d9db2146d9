using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Giqa.Web.Hosting;

/// <summary>Answers with a Razor component as a whole page.</summary>
internal static class Page
{
    /// <summary>Renders the component and sends it; the status stays as it was set.</summary>
    /// <typeparam name="TPage">The component, from its doctype on.</typeparam>
    /// <param name="context">The request.</param>
    /// <param name="parameters">The component's parameters by name.</param>
    /// <param name="shown">What the component and its parts ask for as cascading parameters.</param>
    internal static async Task WriteAsync<TPage>(HttpContext context, Dictionary<string, object?> parameters, IServiceCollection? shown = null)
        where TPage : IComponent
    {
        using var services = (shown ?? new ServiceCollection()).BuildServiceProvider();
        var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        await using (renderer.ConfigureAwait(false))
        {
            var html = await renderer.Dispatcher.InvokeAsync(async () =>
            {
                var page = await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters)).ConfigureAwait(true);
                return page.ToHtmlString();
            }).ConfigureAwait(false);
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(html, Encoding.UTF8, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
