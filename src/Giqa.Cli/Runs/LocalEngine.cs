using System.Globalization;
using Giqa.Cli.Options;

namespace Giqa.Cli.Runs;

/// <summary>Tasks as processes of this machine, some at a time.</summary>
internal sealed class LocalEngine(int workers, CacheChoice cache, Session session) : IEngine
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly string[] _options =
    [
        "--threads", Math.Max(1, session.Threads / workers).ToString(CultureInfo.InvariantCulture), "--device", session.Device,
        .. cache switch { { Folder: null } => (string[])["--no-cache"], { IsNamed: true, Folder: var named } => ["--cache", Path.GetFullPath(named)], _ => [] },
    ];

    public int Tasks => workers;

    public async Task<string?> RunAsync(IRun run, int round, int tasks, Action look, CancellationToken cancellationToken)
    {
        var (next, error) = (0, default(string));
        var running = new Dictionary<Task, WorkerProcess>();
        try
        {
            while (next < tasks || running.Count > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                while (next < tasks && running.Count < workers)
                {
                    var process = WorkerProcess.Start(run, round, next, _options);
                    running.Add(process.Ended, process);
                    next++;
                }

                _ = await Task.WhenAny(running.Keys.Append(Task.Delay(Look, cancellationToken))).ConfigureAwait(false);
                look();
                foreach (var ended in running.Keys.Where(task => task.IsCompleted).ToList())
                {
                    _ = running.Remove(ended, out var worker);
                    await ended.ConfigureAwait(false);
                    error = worker!.ExitCode is ExitCode.Done ? error : worker.Error ?? RunLogs.Silent(worker.ExitCode);
                    worker.Dispose();
                }
            }
        }
        finally
        {
            await Task.WhenAll(running.Values.Select(worker => worker.StopAsync(Patience))).ConfigureAwait(false);
        }

        return error;
    }
}
