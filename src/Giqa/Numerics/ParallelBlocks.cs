using System.Runtime.ExceptionServices;

namespace Giqa.Numerics;

/// <summary>
/// Runs numbered blocks of work on several threads. How the work is cut into blocks is the caller's choice and must not
/// depend on the number of threads; a block writes only to its own part of the result. Then the result is the same to
/// the last bit, however many threads there are.
/// </summary>
internal static class ParallelBlocks
{
    /// <summary>The number of threads to use when the caller asks for <paramref name="requested"/>; 0 means one per core.</summary>
    internal static int Threads(int requested) => requested > 0 ? requested : Environment.ProcessorCount;

    /// <summary>How many blocks of <paramref name="size"/> cover <paramref name="count"/> items.</summary>
    internal static int Count(int count, int size) => (int)(((long)count + size - 1) / size);

    internal static void Run(int blocks, int threads, Action<int> body, CancellationToken cancellationToken) =>
        Run<IDisposable?>(blocks, threads, static () => null, (block, _) => body(block), cancellationToken);

    /// <summary>Runs the blocks, lowest number first; every thread has scratch space of its own.</summary>
    internal static void Run<TScratch>(
        int blocks, int threads, Func<TScratch> createScratch, Action<int, TScratch> body, CancellationToken cancellationToken)
        where TScratch : IDisposable?
    {
        var workers = Math.Min(Threads(threads), blocks);
        var next = -1;
        void Work()
        {
            using var scratch = createScratch();
            int block;
            while ((block = Interlocked.Increment(ref next)) < blocks)
            {
                cancellationToken.ThrowIfCancellationRequested();
                body(block, scratch);
            }
        }

        if (workers <= 1)
        {
            Work();
            return;
        }

        try
        {
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, _ => Work());
        }
        catch (AggregateException failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ExceptionDispatchInfo.Throw(failure.InnerExceptions[0]);
        }
    }
}
