using System.CommandLine;
using Giqa.Cli.Options;
using Giqa.Cli.Runs;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa work</c>: does one task of a run; the whole interface for whatever starts tasks.</summary>
internal sealed class WorkCommand : Verb
{
    private readonly Argument<string> _run = new("RUN") { Description = "The folder of a run: x.features, or scores.csv.run." };
    private readonly Argument<string> _stage = new("STAGE") { Description = "What to do: extract or score." };
    private readonly Option<int?> _round = new("--round") { Description = "The round, which assigns chunks to tasks. [default: all that is missing, divided by --task and --tasks]", HelpName = "R" };
    private readonly Option<int> _task = Make.Whole("--task", "The number of this task, from 0.", 0, 0);
    private readonly Option<int> _tasks = Make.Whole("--tasks", "How many tasks the chunks are divided among if no round is given.", 1, 1);
    private readonly Option<bool> _attached = Make.Flag("--attached", "Stop when standard input is closed.");
    private readonly CacheOptions _cache = new();

    public WorkCommand()
        : base("work", "Make some chunks of a run, as one of many tasks; anything that starts processes can be the engine.") =>
        Take([_run, _stage, _round, _task, _tasks, _attached, .. _cache.All]);

    public override IReadOnlyList<string> Examples => ["giqa work generated.features extract --task 3 --tasks 8"];

    public override async Task<int> RunAsync(ParseResult arguments, Session session, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (arguments.GetValue(_attached))
        {
            _ = Task.Run(() => WaitForEndAsync(stop), CancellationToken.None);
        }

        using var stage = Stages.Open(Path.GetFullPath(arguments.GetRequiredValue(_run)), arguments.GetRequiredValue(_stage), _cache.Read(arguments), session);
        var missing = stage.Missing().ToHashSet();

        // A scheduler sends SIGTERM some time before it ends a task: the current chunk is finished, and the others are left to another task.
        var isLast = false;
        session.Hurry = () => !isLast && (isLast = true);
        foreach (var chunk in ChunksOf(stage, arguments).Where(missing.Contains).TakeWhile(_ => !isLast))
        {
            await stage.WorkAsync(chunk, stop.Token).ConfigureAwait(false);
        }

        return ExitCode.Done;
    }

    /// <summary>By the round, or else by numbers alone: equal ranges of all chunks, so that every task can work out its own.</summary>
    private int[] ChunksOf(IStage stage, ParseResult arguments)
    {
        var (round, task, tasks) = (arguments.GetValue(_round), arguments.GetValue(_task), arguments.GetValue(_tasks));
        if (round is null && task >= tasks)
        {
            throw new UsageException($"--task {task}: tasks are numbered from 0 to {tasks - 1}");
        }

        var cut = round is { } number ? Round.Read(stage.Folder, number) : Round.Cut([.. Enumerable.Range(0, stage.Chunks)], tasks);
        return task < cut.Length ? cut[task] : [];
    }

    private static async Task WaitForEndAsync(CancellationTokenSource stop)
    {
        try
        {
            var buffer = new byte[64];
            using var input = Console.OpenStandardInput();
            while (await input.ReadAsync(buffer).ConfigureAwait(false) > 0)
            {
            }

            await stop.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // Already done.
        }
    }
}
