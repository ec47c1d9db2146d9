namespace Giqa.Cli.Runs;

/// <summary>What starts the tasks of a round, and knows when none of them is left.</summary>
internal interface IEngine
{
    /// <summary>Into how many tasks the first round is cut.</summary>
    int Tasks { get; }

    /// <summary>Waits for tasks that an earlier run of the same command left; of some engines none is ever left.</summary>
    /// <param name="run">What is worked on.</param>
    /// <param name="look">Called now and then.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task AttachAsync(IRun run, Action look, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs a round until none of its tasks is left. Whether they did what they were to do is asked of the stage, not of them.</summary>
    /// <param name="run">What is worked on.</param>
    /// <param name="round">The round's number.</param>
    /// <param name="tasks">How many tasks it has.</param>
    /// <param name="look">Called now and then.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The last error that a task told; null for none.</returns>
    Task<string?> RunAsync(IRun run, int round, int tasks, Action look, CancellationToken cancellationToken);
}
