namespace Giqa.Numerics;

/// <summary>How a piece of work may be run: on how many threads (0 means one per core), and until when.</summary>
internal readonly record struct WorkContext(int Threads, CancellationToken CancellationToken)
{
    internal void Run(int blocks, Action<int> body) => ParallelBlocks.Run(blocks, Threads, body, CancellationToken);

    internal void Run<TScratch>(int blocks, Func<TScratch> createScratch, Action<int, TScratch> body)
        where TScratch : IDisposable? =>
        ParallelBlocks.Run(blocks, Threads, createScratch, body, CancellationToken);
}
