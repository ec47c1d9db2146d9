namespace Giqa.Models;

/// <summary>The k nearest references of every query, nearest first; equally near ones in the order of their rows.</summary>
/// <remarks>Safe to share between threads as long as the arrays are not written to.</remarks>
internal sealed class NeighbourTable
{
    internal NeighbourTable(int queries, int neighbours)
    {
        (Queries, Neighbours) = (queries, neighbours);
        Indices = new int[checked(queries * neighbours)];
        SquaredDistances = new double[Indices.Length];
    }

    /// <summary>The number of queries.</summary>
    public int Queries { get; }

    /// <summary>k.</summary>
    public int Neighbours { get; }

    /// <summary>Reference rows, <see cref="Queries"/> x <see cref="Neighbours"/>, row-major.</summary>
    public int[] Indices { get; }

    /// <summary>Squared Euclidean distances that belong to <see cref="Indices"/>, from direct differences in float64.</summary>
    public double[] SquaredDistances { get; }

    /// <summary>The reference rows nearest to one query, nearest first.</summary>
    public ReadOnlySpan<int> IndicesOf(int query) => Indices.AsSpan(query * Neighbours, Neighbours);

    /// <summary>The squared distances of one query, ascending.</summary>
    public ReadOnlySpan<double> SquaredDistancesOf(int query) => SquaredDistances.AsSpan(query * Neighbours, Neighbours);
}
