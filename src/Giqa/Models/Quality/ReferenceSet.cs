using System.Runtime.InteropServices;
using Giqa.Features;

namespace Giqa.Models;

/// <summary>The reals that a model keeps: their names, where their images are, and their transformed features.</summary>
/// <remarks>Safe to share between threads.</remarks>
internal sealed class ReferenceSet
{
    private const int SampleSize = 1000;

    private readonly Lazy<NearestNeighbors> _search;
    private readonly Lazy<Dictionary<int, List<int>>> _rowsByHash;

    internal ReferenceSet(FeatureMatrix features, IReadOnlyList<string> names, IReadOnlyList<string> sources)
    {
        (Features, Names, Sources) = (features, names, sources);
        _search = new(() => new NearestNeighbors(features));
        _rowsByHash = new(HashRows);
    }

    /// <summary>The names of the kept reals, in the order of their numbers; may be empty.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The input specifications from which their images can be read again by name; empty if unknown or not trusted.</summary>
    public IReadOnlyList<string> Sources { get; }

    /// <summary>
    /// The input specifications in a model file that are not read because it was not fitted by this user on this machine: a
    /// stranger's file could name any folder, whose pictures would then end up on a page. Empty for the user's own models.
    /// </summary>
    public IReadOnlyList<string> WithheldSources { get; internal set; } = [];

    internal FeatureMatrix Features { get; }

    internal NearestNeighbors Search => _search.Value;

    /// <summary>
    /// How near the reals are to each other: the median Euclidean distance from a reference to the nearest other one, as the
    /// model sees them, over at most 1,000 evenly spaced references.
    /// </summary>
    /// <param name="threads">0 means one per core; the result does not depend on it.</param>
    /// <param name="cancellationToken">Checked per block of rows.</param>
    /// <returns>At least 0; null when fewer than two references are kept.</returns>
    public double? MedianNearestDistance(int threads = 0, CancellationToken cancellationToken = default)
    {
        if (Features.Rows < 2)
        {
            return null;
        }

        var count = Math.Min(SampleSize, Features.Rows);
        int[] sample = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * Features.Rows / count))];
        var table = Search.Find(Features.SelectRows(sample), 2, threads: threads, cancellationToken: cancellationToken);
        double[] squared = [.. sample.Select((row, query) => table.SquaredDistancesOf(query)[table.IndicesOf(query)[0] == row ? 1 : 0]).Order()];
        return Math.Sqrt(squared[count / 2]);
    }

    /// <summary>Per row the nearest reference if it is within the distance of a copy, or -1.</summary>
    internal int[] FindNearCopies(FeatureMatrix rows, int threads, CancellationToken cancellationToken)
    {
        var nearest = Search.Find(rows, 1, threads: threads, cancellationToken: cancellationToken);
        return [.. Enumerable.Range(0, rows.Rows).Select(row => nearest.SquaredDistancesOf(row)[0] <= Search.CopyDistance ? nearest.IndicesOf(row)[0] : -1)];
    }

    /// <summary>Per row the first reference with the same features to the last bit, or -1.</summary>
    internal int[] FindCopies(FeatureMatrix rows)
    {
        var result = new int[rows.Rows];
        for (var i = 0; i < result.Length; i++)
        {
            var row = rows.Row(i).ToArray();
            var equal = _rowsByHash.Value.GetValueOrDefault(HashOf(row))?.FindIndex(candidate => Features.Row(candidate).SequenceEqual(row)) ?? -1;
            result[i] = equal < 0 ? -1 : _rowsByHash.Value[HashOf(row)][equal];
        }

        GC.KeepAlive(Features);
        return result;
    }

    private Dictionary<int, List<int>> HashRows()
    {
        var rows = new Dictionary<int, List<int>>(Features.Rows);
        for (var i = 0; i < Features.Rows; i++)
        {
            var hash = HashOf(Features.Row(i));
            ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(rows, hash, out _);
            (list ??= []).Add(i);
        }

        GC.KeepAlive(Features);
        return rows;
    }

    private static int HashOf(ReadOnlySpan<float> row)
    {
        var hash = default(HashCode);
        hash.AddBytes(MemoryMarshal.AsBytes(row));
        return hash.ToHashCode();
    }
}
