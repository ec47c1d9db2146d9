using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>The scratch of one thread: keys and candidates of a block of queries.</summary>
internal sealed unsafe class NeighbourWorkspace : IDisposable
{
    private readonly AlignedBuffer<float> _keys;
    private readonly AlignedBuffer<int> _candidates;
    private readonly AlignedBuffer<KeyOffset> _offsets;
    private readonly double[][] _candidateDistances;
    private double[] _sortedDistances = [];
    private int[] _sortedPlaces = [];

    internal NeighbourWorkspace(int queries, int references, int neighbours)
    {
        Stride = (references + KeySelection.Lanes - 1) / KeySelection.Lanes * KeySelection.Lanes;
        _keys = new AlignedBuffer<float>(queries * (long)Stride);
        _candidates = new AlignedBuffer<int>(queries * (long)Stride);
        _offsets = new AlignedBuffer<KeyOffset>(queries);
        CandidateCounts = new int[queries];
        _candidateDistances = new double[queries][];
        Selection = new KeySelection(KeySelection.CapacityFor(neighbours));
        Heap = new NearestHeap(neighbours);
        Rows = new int[neighbours];
        Distances = new double[neighbours];
        References = references;
    }

    internal int References { get; }

    /// <summary>The length of a row of keys: the number of references, rounded up to a multiple of 16.</summary>
    internal int Stride { get; }

    internal KeyOffset* Offsets => _offsets.Pointer;

    internal int[] CandidateCounts { get; }

    internal KeySelection Selection { get; }

    internal NearestHeap Heap { get; }

    internal int[] Rows { get; }

    internal double[] Distances { get; }

    internal float* Keys(int query) => _keys.Pointer + ((long)query * Stride);

    internal int* Candidates(int query) => _candidates.Pointer + ((long)query * Stride);

    /// <summary>Room for the distances of a query's candidates, kept from block to block.</summary>
    internal double[] CandidateDistances(int query)
    {
        if ((_candidateDistances[query]?.Length ?? 0) < CandidateCounts[query])
        {
            _candidateDistances[query] = new double[CandidateCounts[query] + (CandidateCounts[query] / 8)];
        }

        return _candidateDistances[query] ?? [];
    }

    /// <summary>The k-th smallest of some distances, whose order is not changed.</summary>
    internal double Border(ReadOnlySpan<double> distances, int k)
    {
        if (_sortedDistances.Length < distances.Length)
        {
            _sortedDistances = new double[distances.Length * 2];
            _sortedPlaces = new int[distances.Length * 2];
        }

        distances.CopyTo(_sortedDistances);
        KeySelection.QuickSelect<double>(_sortedDistances, _sortedPlaces, distances.Length, k);
        return _sortedDistances[k - 1];
    }

    /// <summary>Makes the padding of the key rows, and the references that are left out, unreachable.</summary>
    internal void Close(int queries, int firstExcluded)
    {
        for (var query = 0; query < queries; query++)
        {
            var keys = Keys(query);
            for (var i = References; i < Stride; i++)
            {
                keys[i] = float.PositiveInfinity;
            }

            if (firstExcluded >= 0)
            {
                keys[firstExcluded + query] = float.PositiveInfinity;
            }
        }
    }

    public void Dispose()
    {
        _keys.Dispose();
        _candidates.Dispose();
        _offsets.Dispose();
    }
}
