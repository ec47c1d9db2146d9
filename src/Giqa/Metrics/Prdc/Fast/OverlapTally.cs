namespace Giqa.Metrics;

/// <summary>One thread's counts for an <see cref="OverlapPass"/>, added to the pass's when the thread is done.</summary>
internal sealed class OverlapTally : IDisposable
{
    private readonly OverlapPass _pass;

    internal OverlapTally(OverlapPass pass, DistanceTiles tiles)
    {
        _pass = pass;
        Memory = new TileMemory(tiles);
        Inside = new bool[pass.Inside.Length];
        BallCounts = new int[pass.BallCounts.Length];
    }

    internal TileMemory Memory { get; }

    internal bool[] Inside { get; }

    internal int[] BallCounts { get; }

    internal List<int> Hits { get; } = [];

    public void Dispose()
    {
        Memory.Dispose();
        lock (_pass)
        {
            for (var i = 0; i < Inside.Length; i++)
            {
                _pass.Inside[i] |= Inside[i];
                _pass.BallCounts[i] += BallCounts[i];
            }
        }
    }
}
