using System.CommandLine;
using System.Globalization;
using Giqa.Cli.Options;
using Giqa.Cli.Runs;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa submit</c>: hands what a run misses to a cluster, or says what any other engine is to start.</summary>
internal sealed class SubmitCommand : Verb
{
    private readonly Argument<string> _run = new("RUN") { Description = "The folder of a run that was begun: x.features, or scores.csv.run." };
    private readonly ClusterOptions _cluster = new("what is missing");
    private readonly Option<bool> _print = Make.Flag("--print", "Submit nothing: print what the cluster of --on would be given, or else one command a task, for whatever starts them.");

    public SubmitCommand()
        : base("submit", "Submit what a run in chunks misses to a cluster and return, or print what is to be started.") =>
        Take([_run, .. _cluster.All, _print]);

    public override IReadOnlyList<string> Examples => ["giqa submit generated.features --on slurm --tasks 256", "giqa submit generated.features --tasks 256 --print"];

    public override async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        var (engine, print) = (_cluster.Read(arguments, isDetached: true, session), arguments.GetValue(_print));
        if (engine is null && !print)
        {
            throw new UsageException("where to? name a cluster with --on, or ask with --print for the commands");
        }

        var status = Stages.Status(Path.GetFullPath(arguments.GetRequiredValue(_run)));
        var run = new BegunRun(status.Stage, status.Run);
        if (status.Missing.Count == 0)
        {
            session.Note($"nothing is missing in {run.Folder}: the command that began it ends it");
            return ExitCode.Done;
        }

        if (!print)
        {
            await engine!.AttachAsync(run, static () => { }, cancellationToken).ConfigureAwait(false);
        }

        var tasks = Round.Cut(status.Missing, engine?.Tasks ?? _cluster.Tasks(arguments, null));
        var round = Round.Write(run.Folder, tasks);
        if (!print)
        {
            _ = await engine!.RunAsync(run, round, tasks.Length, static () => { }, cancellationToken).ConfigureAwait(false);
        }

        if (engine is not null)
        {
            session.Out.Write(engine.Describe(run, round, tasks.Length));
            return ExitCode.Done;
        }

        for (var task = 0; task < tasks.Length; task++)
        {
            session.Out.WriteLine(string.Join(' ', (string[])[.. SchedulerEngine.Work(run, round, WorkerProcess.Program).Select(Words.Quote), "--task", task.ToString(CultureInfo.InvariantCulture), "--no-cache"]));
        }

        return ExitCode.Done;
    }

    private sealed record BegunRun(string Name, string Folder) : IRun;
}
