using System.CommandLine;
using Giqa.Cli.Options;

namespace Giqa.Cli.Runs;

/// <summary>Which cluster tasks go to, and what its scheduler is told.</summary>
internal sealed class ClusterOptions(string what)
{
    private const int UsualTasks = 16;

    private readonly Option<string?> _on = Make.Text("--on", "slurm|kubernetes|NAME", $"Make {what} on a cluster whose machines all see the inputs and the output: slurm, as arrays of jobs; kubernetes, as Indexed Jobs; or one that clusters.json names.");
    private readonly Option<int> _tasks = Make.Whole("--tasks", "With --on: the number of tasks that the work is divided into, at most 1,000; a few minutes each is best.", UsualTasks, 1, 1000);
    private readonly Option<string?> _slurm = Make.Text("--slurm", "OPTIONS", "With --on slurm: options of sbatch without their dashes, as in \"partition=cpu cpus-per-task=4 time=1:00:00\".");

    private readonly Option<string?> _kubernetes = Make.Text("--kubernetes", "OPTIONS", "With --on kubernetes: the pods, as in \"image=registry.example/giqa:1 claim=scratch:/scratch cpu=4 memory=3Gi namespace=ml\".");

    public IReadOnlyList<Option> All => [_on, _tasks, _slurm, _kubernetes];

    /// <summary>Whether a cluster was named.</summary>
    public bool IsGiven(ParseResult arguments) => arguments.GetValue(_on) is not null;

    /// <summary>Into how many tasks the work is cut.</summary>
    public int Tasks(ParseResult arguments, Cluster? cluster) => arguments.GetResult(_tasks) is { Implicit: false } ? arguments.GetValue(_tasks) : cluster?.Tasks ?? UsualTasks;

    /// <summary>The cluster's scheduler; null when none was named.</summary>
    public SchedulerEngine? Read(ParseResult arguments, bool isDetached, Session session)
    {
        var (slurm, kubernetes) = (arguments.GetValue(_slurm), arguments.GetValue(_kubernetes));
        var cluster = arguments.GetValue(_on) is { } name ? Clusters.Find(name) : null;
        foreach (var (option, engine, isGiven) in ((string, string, bool)[])[("--slurm", Clusters.Slurm, slurm is not null), ("--kubernetes", Clusters.Kubernetes, kubernetes is not null)])
        {
            if (isGiven && cluster?.Engine != engine)
            {
                throw new UsageException($"{option} is what --on {engine} goes by{(cluster is null ? string.Empty : $"; --on {arguments.GetValue(_on)} goes to {cluster.Engine}")}");
            }
        }

        // What is given here comes last, and so has the last word.
        return cluster is null ? null
            : cluster.Engine == Clusters.Slurm ? new SlurmEngine(Tasks(arguments, cluster), $"{cluster.Options} {slurm}", isDetached, session)
            : new KubernetesEngine(Tasks(arguments, cluster), KubernetesOptions.Parse($"{cluster.Options} {kubernetes}"), isDetached, session);
    }
}
