using Giqa.Storage;

namespace Giqa.Cli.Runs;

/// <summary>
/// Runs a stage: what is missing is given to tasks, and given out again, in smaller tasks, where tasks end without
/// having made it. Done is what is there, never what a process said.
/// </summary>
internal sealed class StageRunner(IStage stage, Session session)
{
    private const int MostRounds = 4;
    private const int TasksOfARetry = 8;
    private const int MostTasks = 1000;

    /// <summary>Makes what is missing in this process, chunk by chunk.</summary>
    public async Task RunHereAsync(CancellationToken cancellationToken)
    {
        TellOfKept();
        using var line = session.Progress(stage.Name);
        var missing = stage.Missing();
        for (var i = 0; i < missing.Count; i++)
        {
            try
            {
                await stage.WorkAsync(missing[i], cancellationToken).ConfigureAwait(false);
            }
            catch (GiqaException e) when (e.InnerException is { } cause && AtomicFile.LacksRoom(cause))
            {
                throw NoRoom(e.Message);
            }

            line.Report(stage.Chunks - missing.Count + i + 1, stage.Chunks, "chunks");
        }
    }

    /// <summary>Has what is missing made by tasks.</summary>
    /// <param name="engine">What starts them.</param>
    /// <param name="cancellationToken">Stops them, or waiting for them.</param>
    /// <exception cref="GiqaException">A chunk failed in every round, or nothing could be done at all.</exception>
    public async Task RunAsync(IEngine engine, CancellationToken cancellationToken)
    {
        TellOfKept();
        string? error = null;
        using var line = session.Progress(stage.Name);
        void Look() => line.Report(stage.Chunks - stage.Missing().Count, stage.Chunks, "chunks");
        _ = WithRoom(() =>
        {
            stage.Prepare();
            return 0;
        });
        await engine.AttachAsync(stage, Look, cancellationToken).ConfigureAwait(false);
        for (var round = 0; stage.Missing() is { Count: > 0 } missing; round++)
        {
            if (round == MostRounds)
            {
                throw new GiqaException($"{stage.Describe(missing[0])} of {stage.Folder} failed {MostRounds} times{(missing.Count > 1 ? $", and so did {missing.Count - 1} other chunks" : string.Empty)}{Told(error)}; all else is done and kept, and the logs are in {Path.Combine(stage.Folder, "logs")}");
            }

            // Smaller tasks at each further round, so that a chunk which ends its process keeps few others from being made.
            var tasks = Round.Cut(missing, round == 0 ? engine.Tasks : round == MostRounds - 1 ? Math.Min(missing.Count, MostTasks) : Math.Min(engine.Tasks * TasksOfARetry, MostTasks));
            var told = await engine.RunAsync(stage, WithRoom(() => Round.Write(stage.Folder, tasks)), tasks.Length, Look, cancellationToken).ConfigureAwait(false);
            if (told is not null && stage.Missing().Count == missing.Count)
            {
                // Further rounds, of more tasks each, would meet the same.
                ThrowIfLasting(Bare(told));
            }

            error = told ?? error;
            if (round == 0 && error is not null && !RunLogs.IsKill(error) && stage.Missing().Count == missing.Count)
            {
                throw new GiqaException($"no task could do anything{Told(error)}");
            }
        }
    }

    private T WithRoom<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (GiqaException e) when (e.InnerException is { } cause && AtomicFile.LacksRoom(cause))
        {
            throw NoRoom(e.Message);
        }
    }

    private void ThrowIfLasting(string error)
    {
        if (error.Contains(AtomicFile.NoRoom, StringComparison.Ordinal))
        {
            throw NoRoom(error);
        }

        if (error.Contains(InputException.ChangedWords, StringComparison.Ordinal))
        {
            throw new GiqaException($"{error}; {Kept()}");
        }
    }

    private string Kept() => $"{stage.Chunks - stage.Missing().Count} of {stage.Chunks} chunks are done and kept";

    private GiqaException NoRoom(string error) =>
        new($"{error}; {Kept()}: make room, and the same command goes on from there");

    private void TellOfKept()
    {
        session.Kept = () => $"{stage.Chunks - stage.Missing().Count} of {stage.Chunks} chunks are in {stage.Folder}, from which the same command goes on";
        if (stage.Missing().Count is var missing && missing < stage.Chunks && missing > 0)
        {
            session.Note($"{stage.Chunks - missing} of {stage.Chunks} chunks are there already");
        }
    }

    private static string Told(string? error) => error is null ? string.Empty : $": {Bare(error)}";

    private static string Bare(string error) => error.StartsWith("giqa: ", StringComparison.Ordinal) ? error["giqa: ".Length..] : error;
}
