using Giqa.Numerics;

namespace Giqa.Tests.Numerics;

public class ParallelBlocksTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Run_RunsEveryBlockOnce(int threads)
    {
        var counts = new int[100];

        ParallelBlocks.Run(100, threads, block => Interlocked.Increment(ref counts[block]), CancellationToken.None);

        Assert.All(counts, count => Assert.Equal(1, count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_WithFailingBlock_ThrowsThatFailure(int threads) =>
        Assert.Throws<GiqaException>(() => ParallelBlocks.Run(
            10, threads, block => throw new GiqaException($"block {block}"), CancellationToken.None));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_WhenCancelled_StopsAndSaysSo(int threads)
    {
        using var source = new CancellationTokenSource();
        var done = 0;

        Assert.ThrowsAny<OperationCanceledException>(() => ParallelBlocks.Run(
            1000,
            threads,
            _ =>
            {
                Interlocked.Increment(ref done);
                source.Cancel();
            },
            source.Token));

        Assert.InRange(done, 1, threads);
    }

    [Fact]
    public void Run_OfNoBlocks_DoesNothing() =>
        ParallelBlocks.Run(0, 2, _ => Assert.Fail("there is no block"), CancellationToken.None);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(64, 1)]
    [InlineData(65, 2)]
    [InlineData(int.MaxValue, 33554432)]
    public void Count_RoundsUp(int items, int expected) => Assert.Equal(expected, ParallelBlocks.Count(items, 64));
}
