using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>The scratch of one thread: keys and candidates of a block of queries.</summary>
internal sealed unsafe class ManyWorkspace : IDisposable
{
    private readonly AlignedBuffer<float> _prepared;
    private readonly AlignedBuffer<float> _keys;
    private readonly AlignedBuffer<int> _candidates;
    private readonly AlignedBuffer<KeyOffset> _offsets;
    private readonly AlignedBuffer<float> _packedQueries;
    private readonly AlignedBuffer<float> _packedReferences = new(DirectDistances.Tile * IPairSums.Columns);
    private readonly AlignedBuffer<float> _sums;
    private readonly double[][] _candidateDistances;
    private readonly int _references;

    internal ManyWorkspace(int queries, FeatureMatrix references, int preparedColumns, int neighbours)
    {
        _references = references.Rows;
        Stride = KeySelection.Padded(references.Rows);
        _prepared = new AlignedBuffer<float>(Math.Max(queries, DistanceKeys.Together) * (long)preparedColumns);
        _keys = new AlignedBuffer<float>(queries * (long)Stride, isFilled: true);
        _candidates = new AlignedBuffer<int>(queries * (long)Stride);
        _offsets = new AlignedBuffer<KeyOffset>(queries);
        var measured = Math.Min(queries, DirectDistances.Queries);
        _packedQueries = new AlignedBuffer<float>(measured * (long)references.Columns);
        _sums = new AlignedBuffer<float>(measured * (long)DirectDistances.Tile * DirectDistances.Lanes);
        (CandidateCounts, Starts, Ends) = (new int[queries], new int[measured], new int[measured]);
        _candidateDistances = new double[queries][];
        Selection = new KeySelection(KeySelection.CapacityFor(neighbours));
        Rows = new int[neighbours];
        Distances = new double[neighbours];
    }

    /// <summary>The length of a row of keys: the number of references, padded.</summary>
    internal int Stride { get; }

    internal float* Prepared => _prepared.Pointer;

    internal KeyOffset* Offsets => _offsets.Pointer;

    internal int[] CandidateCounts { get; }

    /// <summary>Where a tile's candidates begin among a query's.</summary>
    internal int[] Starts { get; }

    /// <summary>Where they end.</summary>
    internal int[] Ends { get; }

    internal float* PackedQueries => _packedQueries.Pointer;

    internal float* PackedReferences => _packedReferences.Pointer;

    /// <summary>The sums of a tile's pairs so far.</summary>
    internal float* Sums => _sums.Pointer;

    internal KeySelection Selection { get; }

    internal DistanceBorder Border { get; } = new();

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

    /// <summary>Makes the padding of the key rows, and the references that are left out, unreachable.</summary>
    internal void Close(int queries, int firstExcluded)
    {
        for (var query = 0; query < queries; query++)
        {
            var keys = Keys(query);
            new Span<float>(keys + _references, Stride - _references).Fill(float.PositiveInfinity);
            if (firstExcluded >= 0)
            {
                keys[firstExcluded + query] = float.PositiveInfinity;
            }
        }
    }

    public void Dispose()
    {
        _prepared.Dispose();
        _keys.Dispose();
        _candidates.Dispose();
        _offsets.Dispose();
        _packedQueries.Dispose();
        _packedReferences.Dispose();
        _sums.Dispose();
    }
}
