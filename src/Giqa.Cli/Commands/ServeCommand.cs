using System.CommandLine;
using Giqa.Cli.Options;
using Giqa.Features;
using Giqa.Web.Hosting;
using Giqa.Web.Service;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa serve</c>: the HTTP service.</summary>
internal sealed class ServeCommand : Verb
{
    private const int Port = 8347;

    // For what is left to do when the last request is over.
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(5);

    private readonly Option<string[]> _models = new("--model") { Description = "A model of real images to score against; may be given several times.", HelpName = "M.giqa" };
    private readonly HostOptions _host = new(Port);
    private readonly ServiceSwitches _service = new();

    public ServeCommand()
        : base("serve", "Score images over HTTP.")
    {
        Options.Add(_models);
        _host.AddTo(this);
        _service.AddTo(this);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "giqa serve --model reals.giqa --port 8347",
        "giqa serve --model faces.giqa --model cats.giqa --address 0.0.0.0 --api-key-file key.txt",
    ];

    public override async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var options = _host.Read(arguments, session) with { MaxRequestBytes = _service.ReadRequestBytes(arguments) };
        var models = arguments.GetValue(_models) is { Length: > 0 } given ? given : throw new UsageException("--model is missing: name at least one model of real images");
        var scorer = SharedScorer.Load(models, new ImageScorerOptions
        {
            Extraction = new ExtractorOptions { Threads = session.Threads, Device = session.Device, Limits = _service.ReadLimits(arguments) },
        });
        await using var closing = scorer.ConfigureAwait(false);
        using var service = new ScoringService(scorer, _service.Read(arguments), session.Time);
        var host = LocalWebHost.Create(options, service.Map);
        await using var _ = host.ConfigureAwait(false);
        session.Patience = options.ShutdownLimit + Reserve;
        await host.RunAsync(url => session.Announce(url), cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
