using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Giqa.Web.Hosting;

/// <summary>Turns exceptions and bare statuses into problems; internal errors never expose details.</summary>
internal sealed class ErrorAnswers(RequestDelegate next, LocalWebHostOptions options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        context.Request.Body = new RequestBody(context.Request.Body);
        try
        {
            await next(context).ConfigureAwait(false);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null })
            {
                await Bare(context).WriteAsync(context).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
        }
        catch (Exception e)
        {
            await AnswerAsync(context, e).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(HttpContext context, Exception exception)
    {
        var problem = exception switch
        {
            ProblemException known => new Problem(known.Status, known.Message),
            BadHttpRequestException bad => new Problem(bad.StatusCode, Describe(bad)),
            IOException when context.RequestAborted.IsCancellationRequested => null,
            _ => new Problem(StatusCodes.Status500InternalServerError, "the request failed because of an internal error, which was logged"),
        };
        if (problem?.Status is >= 500 and not StatusCodes.Status503ServiceUnavailable)
        {
            options.Faults?.Report($"{context.Request.Method} {context.Request.Path}: {exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}");
        }

        if (problem is null || context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        if ((exception as ProblemException)?.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        await problem.WriteAsync(context).ConfigureAwait(false);
    }

    private string Describe(BadHttpRequestException exception) => exception.StatusCode == StatusCodes.Status413PayloadTooLarge
        ? $"the request's body is larger than the {options.MaxRequestBytes} bytes allowed: send fewer or smaller images"
        : exception.Message;

    private static Problem Bare(HttpContext context) => new(context.Response.StatusCode, context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"there is nothing at {context.Request.Path}",
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Path} does not accept {context.Request.Method}, only {context.Response.Headers.Allow}",
        var status => $"the request was refused with status {status}",
    });
}
