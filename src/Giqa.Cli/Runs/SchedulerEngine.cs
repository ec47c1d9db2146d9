using System.Globalization;
using System.Text;
using Giqa.Storage;

namespace Giqa.Cli.Runs;

/// <summary>
/// Tasks that a cluster's scheduler queues, places and kills. What is missing when nothing of a submission is left goes into the next one. A submission
/// that is still queued or running is waited for by the same command, whoever made it.
/// </summary>
/// <param name="name">The scheduler's name, as the user writes it.</param>
/// <param name="tasks">Into how many tasks the work is cut.</param>
/// <param name="isDetached">Whether the command returns once it has submitted.</param>
/// <param name="session">The run's surroundings.</param>
internal abstract class SchedulerEngine(string name, int tasks, bool isDetached, Session session) : IEngine
{
    /// <summary>How many tasks a submission may have.</summary>
    protected const int MostTasks = 1000;

    // Who has never answered is perhaps not there; who has is being restarted, or serviced.
    private static readonly TimeSpan PatienceAtFirst = TimeSpan.FromMinutes(2);

    private long? _silentSince;
    private bool _hasAnswered;

    /// <summary>How long to wait between two looks.</summary>
    protected TimeSpan Look { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a scheduler that has answered before may not answer.</summary>
    protected abstract TimeSpan Patience { get; }

    public int Tasks => Math.Min(tasks, MostTasks);

    /// <summary>The run's surroundings.</summary>
    protected Session Session => session;

    /// <summary>What the scheduler is given for a round.</summary>
    public abstract string Describe(IRun run, int round, int tasks);

    public async Task AttachAsync(IRun run, Action look, CancellationToken cancellationToken)
    {
        if (Handle(run) is not { } handle || !await IsLeftAsync(run, handle, cancellationToken).ConfigureAwait(false))
        {
            if (isDetached && RunLogs.LastErrors(run.Folder) is [var error, ..])
            {
                session.Note($"a task of an earlier run said: {error}");
            }

            return;
        }

        if (isDetached)
        {
            session.Note($"{Call(handle)} of an earlier run is still there; {Ways(run)}");
            throw new LeftRunningException();
        }

        session.Note($"{Call(handle)} of an earlier run is still there, and waited for");
        await WaitAsync(run, handle, look, cancellationToken).ConfigureAwait(false);
    }

    public async Task<string?> RunAsync(IRun run, int round, int tasks, Action look, CancellationToken cancellationToken)
    {
        var handle = await SubmitAsync(run, round, tasks, cancellationToken).ConfigureAwait(false);
        AtomicFile.WriteText(HandlePath(run), handle);
        session.Note($"{Call(handle)} of {tasks} tasks is submitted{(isDetached ? $"; {Ways(run)}" : string.Empty)}");
        if (isDetached)
        {
            throw new LeftRunningException();
        }

        await WaitAsync(run, handle, look, cancellationToken).ConfigureAwait(false);
        return await ErrorAsync(run, handle, round, tasks, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Hands a round over.</summary>
    /// <returns>By which it is asked for.</returns>
    protected abstract Task<string> SubmitAsync(IRun run, int round, int tasks, CancellationToken cancellationToken);

    /// <summary>Whether anything of a submission is queued or running. A scheduler that does not answer says nothing of it: then it is.</summary>
    protected abstract Task<bool> IsLeftAsync(IRun run, string handle, CancellationToken cancellationToken);

    /// <summary>A submission in words.</summary>
    protected abstract string Call(string handle);

    /// <summary>The last error that a task of a round told; null for none.</summary>
    protected virtual Task<string?> ErrorAsync(IRun run, string handle, int round, int tasks, CancellationToken cancellationToken) =>
        Task.FromResult(Enumerable.Range(0, tasks).Select(task => RunLogs.ErrorIn(RunLogs.PathOf(run.Folder, round, task))).LastOrDefault(error => error is not null));

    /// <summary>The scheduler has answered.</summary>
    protected void SeeAnswer() => (_silentSince, _hasAnswered) = (null, true);

    /// <summary>The scheduler does not answer: says once that it is waited for, and ends the run when that lasts.</summary>
    /// <exception cref="GiqaException">It has lasted for too long.</exception>
    protected void SeeSilence(string whose)
    {
        if (_silentSince is not { } since)
        {
            _silentSince = session.Time.GetTimestamp();
            session.Note($"{whose} does not answer, and is waited for");
            return;
        }

        var patience = _hasAnswered ? Patience : PatienceAtFirst;
        if (session.Time.GetElapsedTime(since) > patience)
        {
            throw new GiqaException($"{whose} has not answered for {(patience.TotalHours > 1 ? $"{patience.TotalHours:0} hours" : $"{patience.TotalMinutes:0} minutes")}: tasks that it has go on without this command, and the same command, when it answers again, waits for them and does the rest");
        }
    }

    /// <summary>The words of a task: this program's, as the machine that submits starts it, or another's.</summary>
    internal static string[] Work(IRun run, int round, IReadOnlyList<string> program) =>
        [.. program, "work", run.Folder, run.Name, "--round", round.ToString(CultureInfo.InvariantCulture)];

    private async Task WaitAsync(IRun run, string handle, Action look, CancellationToken cancellationToken)
    {
        while (await IsLeftAsync(run, handle, cancellationToken).ConfigureAwait(false))
        {
            await Task.Delay(Look, session.Time, cancellationToken).ConfigureAwait(false);
            look();
        }
    }

    private static string Ways(IRun run) => $"'giqa status {Words.Quote(run.Folder)}' says how far it is, and the same command without --detach waits for it and ends it";

    private string? Handle(IRun run) => RegularFile.Exists(HandlePath(run)) && Encoding.UTF8.GetString(RegularFile.ReadAllBytes(HandlePath(run))).Trim() is { Length: > 0 } handle ? handle : null;

    private string HandlePath(IRun run) => Path.Combine(run.Folder, $"{name}-job");
}
