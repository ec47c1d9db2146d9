using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>The scratch of one thread: the keys of a block of queries and a tile of references, and what was found for each query.</summary>
internal sealed unsafe class NearestWorkspace : IDisposable
{
    private readonly AlignedBuffer<float> _prepared;
    private readonly AlignedBuffer<float> _keys;
    private readonly AlignedBuffer<int> _passing;
    private readonly AlignedBuffer<KeyOffset> _offsets;

    internal NearestWorkspace(int queries, int tile, int preparedColumns, int neighbours)
    {
        Stride = KeySelection.Padded(tile);
        _prepared = new AlignedBuffer<float>(Math.Max(queries, DistanceKeys.Together) * (long)preparedColumns);
        _keys = new AlignedBuffer<float>(queries * (long)Stride);
        _passing = new AlignedBuffer<int>(Stride);
        _offsets = new AlignedBuffer<KeyOffset>(queries);
        Candidates = new QueryCandidates[queries];
        for (var i = 0; i < queries; i++)
        {
            Candidates[i] = new QueryCandidates(neighbours);
        }

        Selection = new KeySelection(KeySelection.CapacityFor(neighbours));
        Rows = new int[neighbours];
        Distances = new double[neighbours];
    }

    /// <summary>The length of a row of keys: the tile's, padded.</summary>
    internal int Stride { get; }

    internal float* Prepared => _prepared.Pointer;

    internal KeyOffset* Offsets => _offsets.Pointer;

    /// <summary>Room for the places of a tile that pass a limit.</summary>
    internal int* Passing => _passing.Pointer;

    internal QueryCandidates[] Candidates { get; }

    internal KeySelection Selection { get; }

    internal int[] Rows { get; }

    internal double[] Distances { get; }

    internal float* Keys(int query) => _keys.Pointer + ((long)query * Stride);

    public void Dispose()
    {
        _prepared.Dispose();
        _keys.Dispose();
        _passing.Dispose();
        _offsets.Dispose();
    }
}
