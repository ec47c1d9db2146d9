using Giqa.Scores;
using Giqa.Web.Hosting;
using Giqa.Web.Service.Components;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Giqa.Web.Service;

/// <summary>The HTTP API: scores images, picks the best of them, reports its health.</summary>
/// <remarks>Uploads stay in memory. URLs are not fetched: a service that opens URLs from strangers is a proxy into your network.</remarks>
public sealed class ScoringService : IDisposable
{
    private readonly SharedScorer _scorer;
    private readonly ServiceOptions _options;
    private readonly Admission _admission;
    private readonly ByteBudget _budget;
    private readonly UploadReader _uploads;
    private readonly ServiceMeters _meters;
    private readonly PrometheusText _prometheus;

    /// <summary>Prepares the service.</summary>
    /// <param name="scorer">The models; disposed of by the caller, after this service.</param>
    /// <param name="options">The limits.</param>
    /// <param name="time">The clock behind measurements and Retry-After.</param>
    public ScoringService(SharedScorer scorer, ServiceOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        (_scorer, _options) = (scorer, options);
        _budget = new ByteBudget(options.MaxHeldBytes);
        _admission = new Admission(options, scorer, time);
        _uploads = new UploadReader(options, _budget);
        _meters = new ServiceMeters(time);
        _prometheus = new PrometheusText(_meters.Meter);
        _meters.Observe(scorer, _admission, _budget);
    }

    /// <summary>True while further requests are rejected.</summary>
    internal bool IsFull => _admission.Inside >= _options.MaxRequests;

    /// <summary>Adds the endpoints to a host.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        MapApi(endpoints);
        _ = endpoints.MapGet("/openapi.json", WebAssets.Serve("openapi.json"));
        _ = endpoints.MapGet("/", WelcomeAsync);
        _ = endpoints.MapGet("/docs", WelcomeAsync);
    }

    /// <summary>Adds the endpoints for programs, without pages.</summary>
    internal void MapApi(IEndpointRouteBuilder endpoints)
    {
        _ = endpoints.MapPost("/v1/score", context => AnswerAsync(context, "score", ScoreAsync)).WithMetadata(new OpenToPrograms());
        _ = endpoints.MapPost("/v1/pick", context => AnswerAsync(context, "pick", PickAsync)).WithMetadata(new OpenToPrograms());
        _ = endpoints.MapGet("/v1/models", context => ScoreAnswer.WriteDocumentAsync(context, json => ModelJson.Write(json, _scorer.Models)));
        _ = endpoints.MapGet("/v1/models/{name}", context => ScoreAnswer.WriteDocumentAsync(context, json => ModelJson.WriteMembers(json, Find(context.Request.RouteValues["name"]?.ToString() ?? string.Empty))));
        foreach (var method in (string[])[HttpMethods.Get, HttpMethods.Head])
        {
            _ = endpoints.MapMethods("/health/live", [method], LiveAsync).WithMetadata(new OpenToEveryone());
            _ = endpoints.MapMethods("/health/ready", [method], ReadyAsync).WithMetadata(new OpenToEveryone());
        }

        _ = endpoints.MapGet("/metrics", context =>
        {
            context.Response.ContentType = PrometheusText.ContentType;
            return context.Response.WriteAsync(_prometheus.Write());
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _prometheus.Dispose();
        _meters.Dispose();
    }

    private async Task ScoreAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var model = Find(context.Request.Query["model"].ToString());
        var scores = Run(context, model, cancellationToken, WantsMap(context.Request.Query, model));
        if (context.Request.Headers.Accept.ToString().Contains(ScoreAnswer.LinesType, StringComparison.OrdinalIgnoreCase))
        {
            await ScoreAnswer.WriteLinesAsync(context, scores, cancellationToken).ConfigureAwait(false);
            return;
        }

        var all = await ScoreAnswer.CollectAsync(scores, cancellationToken).ConfigureAwait(false);
        if (!all.Exists(score => score.IsScored))
        {
            await ScoreAnswer.WriteUnusableAsync(context, all).ConfigureAwait(false);
            return;
        }

        await ScoreAnswer.WriteDocumentAsync(context, json =>
        {
            json.WriteString("model", model.Name);
            ScoreJson.WriteSummary(json, all);
            ScoreJson.Write(json, "results", all);
        }).ConfigureAwait(false);
    }

    private async Task PickAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (model, rule) = (Find(context.Request.Query["model"].ToString()), PickQuery.Read(context.Request.Query));
        var all = await ScoreAnswer.CollectAsync(Run(context, model, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (!all.Exists(score => score.IsScored))
        {
            await ScoreAnswer.WriteUnusableAsync(context, all).ConfigureAwait(false);
            return;
        }

        await ScoreAnswer.WriteDocumentAsync(context, json =>
        {
            json.WriteString("model", model.Name);
            PickQuery.Write(json, all, rule);
        }).ConfigureAwait(false);
    }

    private IAsyncEnumerable<ImageScore> Run(HttpContext context, ServedModel model, CancellationToken cancellationToken, bool isMapped = false) =>
        new ScoringRun(_scorer, model, _admission, _budget, _meters, isMapped).ScoreAsync(_uploads.ReadAsync(context.Request, model, cancellationToken), cancellationToken);

    /// <summary>Whether <c>map=true</c> is requested.</summary>
    /// <exception cref="ProblemException">It is neither true nor false, or the model has no maps.</exception>
    private static bool WantsMap(IQueryCollection query, ServedModel model) => query["map"].ToString() switch
    {
        "" or "false" => false,
        "true" when model.HasMaps => true,
        "true" => throw new ProblemException(StatusCodes.Status400BadRequest, $"the model {model.Name} has no maps: it was fitted without --maps"),
        var other => throw new ProblemException(StatusCodes.Status400BadRequest, $"map={other} is neither true nor false"),
    };

    /// <summary>Admits a request, limits its time, and measures it.</summary>
    private async Task AnswerAsync(HttpContext context, string endpoint, Func<HttpContext, CancellationToken, Task> answer)
    {
        var started = _meters.Now;
        var status = StatusCodes.Status500InternalServerError;
        try
        {
            using var ticket = _admission.Enter();
            LetTheBodyTakeItsTime(context);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            limit.CancelAfter(_options.MaxTime);
            try
            {
                await answer(context, limit.Token).ConfigureAwait(false);
                status = context.Response.StatusCode;
            }
            catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
            {
                throw new ProblemException(StatusCodes.Status503ServiceUnavailable, $"the request took longer than the {_options.MaxTime.TotalSeconds:0} seconds allowed: send fewer images at a time, or try again later");
            }
        }
        catch (ProblemException e)
        {
            status = e.Status;
            throw;
        }
        catch (BadHttpRequestException e)
        {
            status = e.StatusCode;
            throw;
        }
        catch (OperationCanceledException)
        {
            status = StatusCodes.Status499ClientClosedRequest;
            throw;
        }
        finally
        {
            _meters.CountRequest(endpoint, status, started);
        }
    }

    /// <summary>A client that sends images as they are made may pause between them: the limit is the request's total time, not its data rate.</summary>
    private static void LetTheBodyTakeItsTime(HttpContext context)
    {
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }

    private ServedModel Find(string name) => name.Length == 0
        ? _scorer.Models[0]
        : _scorer.Models.FirstOrDefault(model => model.Name == name)
            ?? throw new ProblemException(StatusCodes.Status404NotFound, $"there is no model '{name}' here; there are {string.Join(", ", _scorer.Models.Select(model => model.Name))}");

    private Task WelcomeAsync(HttpContext context) => Page.WriteAsync<ServicePage>(context, new()
    {
        [nameof(ServicePage.Address)] = $"{context.Request.Scheme}://{context.Request.Host}",
        [nameof(ServicePage.Models)] = _scorer.Models.Select(model => model.Name).ToList(),
    });

    private static Task LiveAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync("live\n");
    }

    private Task ReadyAsync(HttpContext context)
    {
        var isFull = IsFull;
        context.Response.StatusCode = isFull ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(isFull ? "busy\n" : "ready\n");
    }
}
