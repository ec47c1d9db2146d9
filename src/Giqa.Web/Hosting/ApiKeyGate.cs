using Giqa.Web.Hosting.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Giqa.Web.Hosting;

/// <summary>Requires the key: programs without it get a problem, people a sign-in page.</summary>
internal sealed class ApiKeyGate(RequestDelegate next, ApiKey key)
{
    private const string SignInPath = "/sign-in";
    private const int LongestForm = 4 << 10;

    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<OpenToEveryone>() is not null || key.IsPresentedBy(context.Request))
        {
            return next(context);
        }

        return HttpMethods.IsPost(context.Request.Method) && context.Request.Path == SignInPath
            ? SignInAsync(context)
            : RefuseAsync(context, wasWrong: false);
    }

    private static async Task RefuseAsync(HttpContext context, bool wasWrong)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        if (context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            await Page.WriteAsync<SignInPage>(context, new() { [nameof(SignInPage.WasWrong)] = wasWrong }).ConfigureAwait(false);
            return;
        }

        await new Problem(StatusCodes.Status401Unauthorized, "the API key is missing or wrong: send it as 'Authorization: Bearer KEY'").WriteAsync(context).ConfigureAwait(false);
    }

    private async Task SignInAsync(HttpContext context)
    {
        using var reader = new FormReader(context.Request.Body, System.Text.Encoding.UTF8) { KeyLengthLimit = 16, ValueLengthLimit = LongestForm, ValueCountLimit = 4 };
        try
        {
            var form = await reader.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
            if (form.TryGetValue("key", out var given) && key.Matches(given.ToString().Trim()))
            {
                key.SignIn(context.Response);
                context.Response.StatusCode = StatusCodes.Status303SeeOther;
                context.Response.Headers.Location = "/";
                return;
            }
        }
        catch (InvalidDataException)
        {
            // A form over the limits does not hold a key.
        }

        await RefuseAsync(context, wasWrong: true).ConfigureAwait(false);
    }
}
