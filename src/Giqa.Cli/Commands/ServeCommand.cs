using System.CommandLine;
using Giqa.Cli.Options;
using Giqa.Features;
using Giqa.Images;
using Giqa.Web.Hosting;
using Giqa.Web.Live;
using Giqa.Web.Service;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa serve</c>: a gallery of the inputs in the browser, or without inputs the HTTP service.</summary>
internal sealed class ServeCommand : Verb
{
    private const int Port = 8347;

    // Time to finish up after the last request.
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(5);

    private readonly Argument<string[]> _inputs = new("INPUT")
    {
        Description = "Images to look at, one set per INPUT (a folder is watched for new ones), or scores files (.csv, .jsonl). Without any, the HTTP service runs.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string[]> _models = new("--model") { Description = "A model of real images to score against, or for the HTTP service one of giqa train risa; may be given several times.", HelpName = "M.giqa" };
    private readonly Option<string?> _real = Make.Text("--real", "INPUT", "Real images: with them the pages show FID and DS, also over iterations.");
    private readonly Option<string?> _images = Make.Text("--images", "INPUT", "The images that a scores file names. [default: those below its folder]");
    private readonly Option<string?> _copyTo = Make.Text("--copy-to", "DIR", "The folder to copy images chosen on the page into. [default: picked]");
    private readonly HostOptions _host = new(Port);
    private readonly ServiceSwitches _service = new();
    private readonly CacheOptions _cache = new();
    private readonly ImageOptions _decoding = new();

    public ServeCommand()
        : base("serve", "Look at images and their quality in the browser, or score images over HTTP.") =>
        Take([_inputs, _models, _real, _images, _copyTo, .. _host.All, .. _service.All, .. _cache.All, .. _decoding.All]);

    public override IReadOnlyList<string> Examples =>
    [
        "giqa serve a/ b/ --model reals.giqa --real reals/",
        "giqa serve --model reals.giqa --port 8347",
        "giqa serve --model faces.giqa --model cats.giqa --address 0.0.0.0 --api-key-file key.txt",
    ];

    public override async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var (inputs, models) = (arguments.GetValue(_inputs) ?? [], arguments.GetValue(_models) ?? []);
        var host = _host.Read(arguments, session);
        session.Patience = host.ShutdownLimit + Reserve;
        await (inputs.Length > 0
            ? ShowAsync(arguments, inputs, models, host, session, cancellationToken)
            : AnswerAsync(arguments, models, host with { MaxRequestBytes = _service.ReadRequestBytes(arguments) }, session, cancellationToken)).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private async Task AnswerAsync(ParseResult arguments, string[] models, LocalWebHostOptions options, Session session, CancellationToken cancellationToken)
    {
        if (models.Length == 0)
        {
            throw new UsageException("nothing to serve: give images to look at, or --model for the HTTP service");
        }

        var scorer = SharedScorer.Load(models, Running(session, _service.ReadLimits(arguments)));
        await using var closing = scorer.ConfigureAwait(false);
        foreach (var model in scorer.Models)
        {
            session.WarnOfPraise(model.Probe, model.Name);
        }

        using var service = new ScoringService(scorer, _service.Read(arguments), session.Time);
        var host = LocalWebHost.Create(options, service.Map);
        await using var _ = host.ConfigureAwait(false);
        await host.RunAsync(session.Announce, cancellationToken).ConfigureAwait(false);
    }

    private async Task ShowAsync(ParseResult arguments, string[] inputs, string[] models, LocalWebHostOptions options, Session session, CancellationToken cancellationToken)
    {
        var decoding = _decoding.Read(arguments);
        TellOfInputs(inputs, decoding, session);
        using var cache = _cache.Read(arguments).Open(session);
        using var application = new LiveApplication(new LiveOptions
        {
            Inputs = inputs,
            Models = models,
            Real = arguments.GetValue(_real),
            Images = arguments.GetValue(_images),
            CopyTo = arguments.GetValue(_copyTo) ?? "picked",
            Decoding = decoding,
            Running = Running(session, decoding),
            Cache = cache,
            Time = session.Time,
        });
        foreach (var (probe, path) in application.Probes.Zip(models))
        {
            session.WarnOfPraise(probe, path);
        }

        LocalWebHost? host = null;
        host = LocalWebHost.Create(options, endpoints => application.Map(endpoints, () => host!.Stopping));
        await using var _ = host.ConfigureAwait(false);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var serving = host.RunAsync(session.Announce, end.Token);
        var scoring = application.RunAsync(end.Token);
        await Task.WhenAny(serving, scoring).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(serving, scoring).ConfigureAwait(false);
    }

    private static void TellOfInputs(string[] inputs, DecodeOptions decoding, Session session)
    {
        foreach (var input in inputs)
        {
            try
            {
                using var images = ImageInput.Open(input, decoding);
                session.TellOfInputs(images, decoding);
            }
            catch (GiqaException)
            {
                // Scores, a folder without an image yet, or what the gallery itself will refuse.
            }
        }
    }

    private static ImageScorerOptions Running(Session session, DecodeOptions limits) => new()
    {
        Extraction = new ExtractorOptions { Threads = session.Threads, Device = session.Device, Limits = limits },
    };
}
