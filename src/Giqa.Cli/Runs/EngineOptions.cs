using System.CommandLine;
using Giqa.Cli.Options;

namespace Giqa.Cli.Runs;

/// <summary>What a verb's chunks are made by: processes of this machine, or a cluster's scheduler.</summary>
internal sealed class EngineOptions(string what)
{
    private const string Slurm = "slurm";

    private readonly Option<int> _workers = Make.Whole("--workers", $"Make {what} in so many processes; the result is the same for any number. [default: in this one]", 0, 1, 1024);
    private readonly Option<string?> _on = new("--on") { Description = $"Make {what} on a cluster whose machines all see the inputs, the output and this program: slurm, as arrays of jobs.", HelpName = Slurm, CustomParser = result => Make.Word(result) == Slurm ? Slurm : Make.Fault<string>(result, "--on", $"must be {Slurm}") };
    private readonly Option<int> _tasks = Make.Whole("--tasks", "With --on: into how many tasks the work is cut, 1,000 at most; some minutes each are best.", 16, 1, 1000);
    private readonly Option<string?> _options = Make.Text("--slurm", "OPTIONS", "With --on slurm: options of sbatch without their dashes, as in \"partition=cpu cpus-per-task=4 time=1:00:00\".");

    public IReadOnlyList<Option> All => [_workers, _on, _tasks, _options];

    /// <summary>The engine that was asked for; null for none.</summary>
    public IEngine? Read(ParseResult arguments, CacheChoice cache, Session session)
    {
        var (workers, isOnCluster) = (arguments.GetValue(_workers), arguments.GetValue(_on) is not null);
        if (isOnCluster && workers > 0)
        {
            throw new UsageException("--workers and --on exclude each other: one is this machine, the other a cluster");
        }

        return isOnCluster ? new SlurmEngine(arguments.GetValue(_tasks), arguments.GetValue(_options) ?? string.Empty, session)
            : arguments.GetValue(_options) is not null ? throw new UsageException("--slurm is what --on slurm gives to sbatch")
            : workers > 0 ? new LocalEngine(workers, cache, session)
            : null;
    }

    /// <summary>Whether one was asked for.</summary>
    public bool AreGiven(ParseResult arguments) => arguments.GetValue(_workers) > 0 || arguments.GetValue(_on) is not null;
}
