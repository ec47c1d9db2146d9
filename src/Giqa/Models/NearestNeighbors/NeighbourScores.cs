namespace Giqa.Models;

/// <summary>Nearest-neighbour scores of a batch.</summary>
/// <remarks>Safe to share between threads as long as the arrays are not written to.</remarks>
internal sealed class NeighbourScores
{
    internal NeighbourScores(double[] values, int[] copyOf) => (Values, CopyOf) = (values, copyOf);

    /// <summary>One score per query, finite and above 0; higher is better.</summary>
    public double[] Values { get; }

    /// <summary>
    /// Per query the row of the reference that it copies, or -1. A copy is a query whose squared distance to its nearest
    /// reference is no more than <see cref="NearestNeighbors.CopyDistance"/>: memorised, not perfect.
    /// </summary>
    public int[] CopyOf { get; }
}
