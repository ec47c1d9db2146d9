namespace Giqa.Models;

/// <summary>Some rows of a matrix with a weight each.</summary>
/// <param name="Rows">Rising.</param>
/// <param name="Weights">As many, above 0.</param>
internal readonly record struct WeightedRows(ReadOnlyMemory<int> Rows, ReadOnlyMemory<double> Weights)
{
    internal int Count => Rows.Length;
}
