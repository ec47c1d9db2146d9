using System.CommandLine;
using Giqa.Cli.Options;

namespace Giqa.Cli.Runs;

/// <summary>What a verb's chunks are made by: processes of this machine, or a cluster's scheduler.</summary>
internal sealed class EngineOptions(string what)
{
    private readonly Option<int> _workers = Make.Whole("--workers", $"Make {what} in this many processes; the result is the same for any number. [default: in this one]", 0, 1, 1024);
    private readonly Option<bool> _detach = Make.Flag("--detach", "Start the run and return: with --on its tasks are submitted, and the same command without --detach waits for them; without --on, 'giqa submit' says what to start.");

    /// <summary>Where on a cluster.</summary>
    private readonly ClusterOptions _cluster = new(what);

    public IReadOnlyList<Option> All => [_workers, .. _cluster.All, _detach];

    /// <summary>The engine that was asked for; null for none.</summary>
    public IEngine? Read(ParseResult arguments, CacheChoice cache, Session session)
    {
        var (workers, isDetached) = (arguments.GetValue(_workers), arguments.GetValue(_detach));
        var cluster = _cluster.Read(arguments, isDetached, session);
        return (cluster is not null || isDetached) && workers > 0
            ? throw new UsageException($"--workers and {(isDetached ? "--detach" : "--on")} exclude each other: the processes of --workers are this machine's, and end with the command")
            : cluster is not null ? cluster
            : workers > 0 ? new LocalEngine(workers, cache, session)
            : isDetached ? new NoEngine(session)
            : null;
    }

    /// <summary>Whether one was asked for.</summary>
    public bool AreGiven(ParseResult arguments) => arguments.GetValue(_workers) > 0 || arguments.GetValue(_detach) || _cluster.IsGiven(arguments);
}
