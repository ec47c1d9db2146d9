using Giqa.Cli;
using Giqa.Cli.Runs;
using Giqa.Tests.Support;

namespace Giqa.Tests.Cli;

public sealed class StageRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_AllTasksKilledInTheFirstRound_AreStartedAgain()
    {
        using var stage = new Counted(_folder.Path);

        await RunAsync(stage, new Scripted(stage, RunLogs.Silent(137), null));

        Assert.Empty(stage.Missing());
    }

    [Fact]
    public async Task Run_AllTasksFailInTheFirstRound_EndsWithWhatTheySaid()
    {
        using var stage = new Counted(_folder.Path);

        var error = await Assert.ThrowsAsync<GiqaException>(() => RunAsync(stage, new Scripted(stage, RunLogs.Silent(1), null)));

        Assert.Equal("no task could do anything: a task ended with exit code 1", error.Message);
    }

    private static async Task RunAsync(IStage stage, IEngine engine)
    {
        using var interruption = new Interruption();
        var session = new Session(new Terminal(TextWriter.Null, TextWriter.Null, OutIsTerminal: false, ErrorIsTerminal: false, TimeProvider.System), interruption) { Threads = 1, Device = "cpu", Quiet = true, Verbose = false };
        await new StageRunner(stage, session).RunAsync(engine, default);
    }

    /// <summary>A stage whose chunks are there once they are said to be.</summary>
    private sealed class Counted(string folder) : IStage
    {
        public bool IsDone { get; set; }

        public string Name => "counted";

        public string Folder => folder;

        public int Chunks => 3;

        public string Describe(int chunk) => $"chunk {chunk}";

        public List<int> Missing() => IsDone ? [] : [0, 1, 2];

        public Task WorkAsync(int chunk, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Dispose()
        {
            // There is nothing open.
        }
    }

    /// <summary>Tasks that end with an error, or, where there is none, have done everything.</summary>
    private sealed class Scripted(Counted stage, params string?[] errors) : IEngine
    {
        private int _round;

        public int Tasks => 2;

        public Task<string?> RunAsync(IRun run, int round, int tasks, Action look, CancellationToken cancellationToken)
        {
            var error = errors[_round++];
            stage.IsDone = error is null;
            return Task.FromResult(error);
        }
    }
}
