using System.CommandLine;
using Giqa.Cli.Options;

namespace Giqa.Cli.Runs;

/// <summary>Which cluster tasks go to, and what its scheduler is told.</summary>
internal sealed class ClusterOptions(string what)
{
    private const int UsualTasks = 16;

    private readonly Option<string?> _on = Make.Text("--on", "slurm|NAME", $"Make {what} on a cluster whose machines all see the inputs, the output and this program: slurm, as arrays of jobs, or one that clusters.json names.");
    private readonly Option<int> _tasks = Make.Whole("--tasks", "With --on: into how many tasks the work is cut, 1,000 at most; some minutes each are best.", UsualTasks, 1, 1000);
    private readonly Option<string?> _slurm = Make.Text("--slurm", "OPTIONS", "With --on slurm: options of sbatch without their dashes, as in \"partition=cpu cpus-per-task=4 time=1:00:00\".");

    public IReadOnlyList<Option> All => [_on, _tasks, _slurm];

    /// <summary>Whether a cluster was named.</summary>
    public bool IsGiven(ParseResult arguments) => arguments.GetValue(_on) is not null;

    /// <summary>Into how many tasks the work is cut.</summary>
    public int Tasks(ParseResult arguments, Cluster? cluster) => arguments.GetResult(_tasks) is { Implicit: false } ? arguments.GetValue(_tasks) : cluster?.Tasks ?? UsualTasks;

    /// <summary>The cluster's scheduler; null when none was named.</summary>
    public SchedulerEngine? Read(ParseResult arguments, bool isDetached, Session session)
    {
        var slurm = arguments.GetValue(_slurm);
        if (arguments.GetValue(_on) is not { } name)
        {
            return slurm is null ? null : throw new UsageException("--slurm is what --on slurm gives to sbatch");
        }

        // What is given here comes last, and so has the last word.
        var cluster = Clusters.Find(name);
        return new SlurmEngine(Tasks(arguments, cluster), $"{cluster.Options} {slurm}", isDetached, session);
    }
}
