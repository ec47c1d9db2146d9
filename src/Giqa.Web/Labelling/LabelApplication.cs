using System.Globalization;
using System.Text;
using Giqa.Agreement;
using Giqa.Agreement.Labelling;
using Giqa.Images;
using Giqa.Models;
using Giqa.Web.Hosting;
using Giqa.Web.Labelling.Components;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Giqa.Web.Labelling;

/// <summary>The pages on which people judge pairs of images, for a <see cref="LocalWebHost"/>.</summary>
/// <remarks>Safe to use from several threads. Neither the labelling nor the images are closed.</remarks>
internal sealed class LabelApplication
{
    private const int UpcomingTasks = 4;

    private readonly LabelStore _labelling;
    private readonly LabelPictures _pictures;

    /// <summary>Prepares the pages.</summary>
    /// <param name="labelling">Where judgements go.</param>
    /// <param name="images">The images of the labelling, found by their names.</param>
    /// <param name="decoding">How images become pixels, where a browser cannot read them itself.</param>
    public LabelApplication(LabelStore labelling, IImageSource images, DecodeOptions decoding)
    {
        (_labelling, _pictures) = (labelling, new LabelPictures(labelling.Images, images, decoding));
    }

    /// <summary>What is being learned from the judgements; the agreement page shows it.</summary>
    /// <value>Default null: nothing.</value>
    public LabelLearning? Learning { get; init; }

    /// <summary>Maps where images are bad, which observers can overlay.</summary>
    /// <value>Default null: no maps. Not disposed of here.</value>
    public QualityMapper? Maps { get; init; }

    /// <summary>Adds the pages and the endpoints that their scripts use.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapAssets("report.css", "label.css", "label.js", "maps.css", "maps.js");
        _ = endpoints.MapGet("/", context => Page.WriteAsync<StartPage>(context, [], Shown()));
        _ = endpoints.MapGet("/judge", JudgeAsync);
        _ = endpoints.MapGet("/agreement", AgreementAsync);
        _ = endpoints.MapGet("/pairs.csv", ExportAsync);
        _ = endpoints.MapGet("/images/{image:int}", (HttpContext context, int image) => _pictures.SendAsync(context, image));
        if (Maps is { } mapper)
        {
            _ = endpoints.MapGet("/maps/{image:int}", (HttpContext context, int image) => _pictures.SendMapAsync(context, image, mapper));
        }

        _ = endpoints.MapGet("/api/upcoming", context => AnswerAsync(context, ObserverOf(context.Request.Query["observer"])));
        _ = endpoints.MapPost("/api/judgements", RecordAsync);
        _ = endpoints.MapPost("/api/undo", UndoAsync);
    }

    private Task JudgeAsync(HttpContext context)
    {
        var observer = ObserverOf(context.Request.Query["observer"]);
        return Page.WriteAsync<JudgePage>(context, new() { [nameof(JudgePage.Observer)] = observer, [nameof(JudgePage.HasMaps)] = Maps is not null }, Shown());
    }

    private Task AgreementAsync(HttpContext context)
    {
        var rule = context.Request.Query["consensus"].ToString() switch
        {
            "majority" => ConsensusRule.Majority,
            "none" => ConsensusRule.None,
            _ => ConsensusRule.Unanimous,
        };
        return Page.WriteAsync<AgreementPage>(context, [], Shown().AddCascadingValue(_ => AgreementView.Of(_labelling, rule, Learning?.Steps)));
    }

    /// <summary>What every part of a page can ask for.</summary>
    private IServiceCollection Shown() => new ServiceCollection().AddCascadingValue(_ => _labelling);

    private async Task ExportAsync(HttpContext context)
    {
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = "attachment; filename=pairs.csv";
        await context.Response.WriteAsync(PairFile.Format(_labelling.Judgements()), Encoding.UTF8, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task RecordAsync(HttpContext context)
    {
        var request = await ReadAsync(context).ConfigureAwait(false);
        var observer = ObserverOf(request.Observer);
        if (!Enum.TryParse<LabelAnswer>(request.Answer, ignoreCase: true, out var answer) || !Enum.IsDefined(answer) || request.Pair is not { } pair || request.Left is not { } left || request.Right is not { } right)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, "a judgement has observer, pair, left, right and answer, which is left, right, tie or skip");
        }

        try
        {
            _labelling.Record(observer, new LabelTask(pair, left, right), answer, request.Milliseconds is >= 0 and < 86_400_000 and var taken ? TimeSpan.FromMilliseconds(taken) : null);
        }
        catch (ArgumentException)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, string.Create(CultureInfo.InvariantCulture, $"the labelling has no pair {pair} of the images {left} and {right}: load the page again"));
        }

        await AnswerAsync(context, observer).ConfigureAwait(false);
    }

    private async Task UndoAsync(HttpContext context)
    {
        var observer = ObserverOf((await ReadAsync(context).ConfigureAwait(false)).Observer);
        _ = _labelling.Undo(observer);
        await AnswerAsync(context, observer).ConfigureAwait(false);
    }

    private Task AnswerAsync(HttpContext context, string observer)
    {
        var progress = _labelling.ProgressOf(observer);
        var state = new LabelState(progress.Judged, progress.Skipped, _labelling.PairCount, _labelling.Upcoming(observer, UpcomingTasks));
        return context.Response.WriteAsJsonAsync(state, LabelJson.Default.LabelState, cancellationToken: context.RequestAborted);
    }

    private static async Task<JudgementRequest> ReadAsync(HttpContext context)
    {
        try
        {
            return await System.Text.Json.JsonSerializer.DeserializeAsync(context.Request.Body, LabelJson.Default.JudgementRequest, context.RequestAborted).ConfigureAwait(false) ?? new JudgementRequest();
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, $"the body is not the JSON that was expected: {e.Message}");
        }
    }

    private static string ObserverOf(string? name)
    {
        try
        {
            return LabelStore.NameOf(name);
        }
        catch (GiqaException e)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, e.Message);
        }
    }
}

/// <summary>What the judging page receives after every answer.</summary>
/// <param name="Judged">Pairs that the observer has answered.</param>
/// <param name="Skipped">Pairs without an answer.</param>
/// <param name="Total">All pairs.</param>
/// <param name="Upcoming">The next pair and some after it, so that their pictures can be prefetched; empty at the end.</param>
internal sealed record LabelState(int Judged, int Skipped, int Total, IReadOnlyList<LabelTask> Upcoming);
