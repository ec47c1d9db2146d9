using System.Globalization;
using Giqa.Cli.Options;

namespace Giqa.Cli.Runs;

/// <summary>
/// Runs a stage on this machine: what is missing is given to tasks, and given out again, in smaller tasks, where tasks end without
/// having made it. Done is what is there, never what a process said.
/// </summary>
internal sealed class LocalRunner(IStage stage, Session session)
{
    private const int MostRounds = 4;
    private const int TasksOfARetry = 8;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>Makes what is missing in this process, chunk by chunk.</summary>
    public async Task RunHereAsync(CancellationToken cancellationToken)
    {
        TellOfKept();
        using var line = session.Progress(stage.Name);
        foreach (var chunk in stage.Missing())
        {
            await stage.WorkAsync(chunk, cancellationToken).ConfigureAwait(false);
            line.Report(stage.Chunks - stage.Missing().Count, stage.Chunks, "chunks");
        }
    }

    /// <summary>Makes what is missing in processes of their own.</summary>
    /// <param name="workers">How many at a time.</param>
    /// <param name="cache">The cache that they use.</param>
    /// <param name="cancellationToken">Stops them.</param>
    /// <exception cref="GiqaException">A chunk failed in every round, or nothing could be done at all.</exception>
    public async Task RunAsync(int workers, CacheChoice cache, CancellationToken cancellationToken)
    {
        TellOfKept();
        string[] options =
        [
            "--threads", Math.Max(1, session.Threads / workers).ToString(CultureInfo.InvariantCulture), "--device", session.Device,
            .. cache switch { { Folder: null } => (string[])["--no-cache"], { IsNamed: true, Folder: var named } => ["--cache", Path.GetFullPath(named)], _ => [] },
        ];
        string? error = null;
        using var line = session.Progress(stage.Name);
        for (var round = 0; stage.Missing() is { Count: > 0 } missing; round++)
        {
            if (round == MostRounds)
            {
                throw new GiqaException($"{stage.Describe(missing[0])} of {stage.Folder} failed {MostRounds} times{(missing.Count > 1 ? $", and so did {missing.Count - 1} other chunks" : string.Empty)}{Told(error)}; all else is done and kept, and the logs are in {Path.Combine(stage.Folder, "logs")}");
            }

            // Smaller tasks at each further round, so that a chunk which ends its process keeps few others from being made.
            var tasks = Round.Cut(missing, round == 0 ? workers : round == MostRounds - 1 ? missing.Count : workers * TasksOfARetry);
            error = await RunAsync(tasks, workers, options, line, cancellationToken).ConfigureAwait(false) ?? error;
            if (round == 0 && error is not null && stage.Missing().Count == missing.Count)
            {
                throw new GiqaException($"no task could do anything{Told(error)}");
            }
        }
    }

    private async Task<string?> RunAsync(int[][] tasks, int workers, string[] options, Rendering.ProgressLine line, CancellationToken cancellationToken)
    {
        var (number, next, error) = (Round.Write(stage.Folder, tasks), 0, default(string));
        var running = new Dictionary<Task, (int Task, WorkerProcess Process)>();
        try
        {
            while (next < tasks.Length || running.Count > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                while (next < tasks.Length && running.Count < workers)
                {
                    var process = WorkerProcess.Start(stage, number, next, options);
                    running.Add(process.Ended, (next++, process));
                }

                _ = await Task.WhenAny(running.Keys.Append(Task.Delay(Look, cancellationToken))).ConfigureAwait(false);
                line.Report(stage.Chunks - stage.Missing().Count, stage.Chunks, "chunks");
                foreach (var ended in running.Keys.Where(task => task.IsCompleted).ToList())
                {
                    _ = running.Remove(ended, out var worker);
                    await ended.ConfigureAwait(false);
                    error = worker.Process.ExitCode is ExitCode.Done ? error : RunLogs.ErrorIn(RunLogs.PathOf(stage.Folder, number, worker.Task)) ?? $"giqa: a task ended with exit code {worker.Process.ExitCode}";
                    worker.Process.Dispose();
                }
            }
        }
        finally
        {
            await Task.WhenAll(running.Values.Select(worker => worker.Process.StopAsync(Patience))).ConfigureAwait(false);
        }

        return error;
    }

    private void TellOfKept()
    {
        session.Kept = () => $"{stage.Chunks - stage.Missing().Count} of {stage.Chunks} chunks are in {stage.Folder}, from which the same command goes on";
        if (stage.Missing().Count is var missing && missing < stage.Chunks && missing > 0)
        {
            session.Note($"{stage.Chunks - missing} of {stage.Chunks} chunks are there already");
        }
    }

    private static string Told(string? error) => error is null ? string.Empty : $": {(error.StartsWith("giqa: ", StringComparison.Ordinal) ? error["giqa: ".Length..] : error)}";
}
