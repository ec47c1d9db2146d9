using System.CommandLine;
using Giqa.Cli.Options;
using Giqa.Cli.Runs;

namespace Giqa.Cli.Commands;

/// <summary><c>giqa work</c>: what the tasks of a run do; the whole interface to whatever starts them.</summary>
internal sealed class WorkCommand : Verb
{
    private readonly Argument<string> _run = new("RUN") { Description = "The folder of a run that was begun: x.features, or scores.csv.run." };
    private readonly Argument<string> _stage = new("STAGE") { Description = "What is to be done: extract, or score." };
    private readonly Option<int?> _round = new("--round") { Description = "The round that says which task makes which chunks. [default: all that is missing, cut by --task and --tasks]", HelpName = "R" };
    private readonly Option<int> _task = Make.Whole("--task", "The number of this task, from 0.", 0, 0);
    private readonly Option<int> _tasks = Make.Whole("--tasks", "How many tasks all chunks are cut into, where no round is given.", 1, 1);
    private readonly Option<bool> _attached = Make.Flag("--attached", "End when standard input does.");
    private readonly CacheOptions _cache = new();

    public WorkCommand()
        : base("work", "Make some chunks of a run, as one task of many; whatever starts processes can be the engine.") =>
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

        // A scheduler sends SIGTERM some time before it ends a task: the chunk at hand is finished, and the others are another task's.
        var isLast = false;
        session.Hurry = () => !isLast && (isLast = true);
        foreach (var chunk in ChunksOf(stage, arguments).Where(missing.Contains).TakeWhile(_ => !isLast))
        {
            await stage.WorkAsync(chunk, stop.Token).ConfigureAwait(false);
        }

        return ExitCode.Done;
    }

    /// <summary>By the round, or else by numbers alone: equal stretches of all chunks, so that every task knows its own.</summary>
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
            // The work was done before.
        }
    }
}
