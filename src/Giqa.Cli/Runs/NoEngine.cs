namespace Giqa.Cli.Runs;

/// <summary>Nothing is started: the run is begun, and others do what is in it.</summary>
internal sealed class NoEngine(Session session) : IEngine
{
    public int Tasks => 1;

    public Task AttachAsync(IRun run, Action look, CancellationToken cancellationToken)
    {
        session.Note($"{run.Folder} is begun; 'giqa submit {Words.Quote(run.Folder)} --print' says what makes it, and the same command without --detach ends it");
        throw new LeftRunningException();
    }

    public Task<string?> RunAsync(IRun run, int round, int tasks, Action look, CancellationToken cancellationToken) => throw new LeftRunningException();
}
