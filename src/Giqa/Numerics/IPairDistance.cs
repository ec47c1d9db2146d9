namespace Giqa.Numerics;

/// <summary>
/// A distance of two vectors that is the same to the last bit wherever they lie in memory and whatever is computed beside
/// it: the order of its sums is written out, and holds on every processor.
/// </summary>
internal unsafe interface IPairDistance
{
    static abstract double Between(float* query, float* reference, int dimensions);

    /// <summary>One query and some of N references: the bits of the single one, sooner where loads can be shared.</summary>
    /// <param name="query">D.</param>
    /// <param name="references">N x D, row-major.</param>
    /// <param name="rows">Which references.</param>
    /// <param name="dimensions">D.</param>
    /// <param name="distances">Receives as many.</param>
    static abstract void Between(float* query, float* references, ReadOnlySpan<int> rows, int dimensions, Span<double> distances);

    /// <summary>One after the other.</summary>
    internal static void Each<TDistance>(float* query, float* references, ReadOnlySpan<int> rows, int dimensions, Span<double> distances)
        where TDistance : IPairDistance
    {
        for (var i = 0; i < rows.Length; i++)
        {
            distances[i] = TDistance.Between(query, references + ((long)rows[i] * dimensions), dimensions);
        }
    }
}
