using System.CommandLine;
using Giqa.Cli.Options;
using Giqa.Cli.Rendering;
using Giqa.Cli.Runs;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa status</c>: the progress of a run, from any machine that can read its folder.</summary>
internal sealed class StatusCommand : Verb
{
    private const int ShownChunks = 10;

    private readonly Argument<string> _run = new("RUN") { Description = "The folder of a run: x.features, or scores.csv.run." };
    private readonly Option<bool> _json = Make.Json();

    public StatusCommand()
        : base("status", "Show the progress of a run in chunks, what is missing and what its tasks reported.") =>
        Take([_run, _json]);

    public override IReadOnlyList<string> Examples => ["giqa status generated.features"];

    public override Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var status = Stages.Status(arguments.GetRequiredValue(_run));
        if (arguments.GetValue(_json))
        {
            session.WriteJson(status, RunsJson.Default.RunStatus);
            return Task.FromResult(ExitCode.Done);
        }

        session.Out.WriteLine($"{status.Run}: {status.Stage}, {Figures.Count(status.Done)} of {Figures.Count(status.Chunks)} chunks done{(status.Missing.Count == 0 ? string.Empty : $"; missing are {string.Join(", ", status.Missing.Take(ShownChunks))}{(status.Missing.Count > ShownChunks ? " ..." : string.Empty)}")}");
        foreach (var error in status.LastErrors)
        {
            session.Out.WriteLine($"  {error}");
        }

        return Task.FromResult(ExitCode.Done);
    }
}
