namespace Giqa.Numerics;

/// <summary>
/// A distance in float32 that is summed some columns at a time, in sixteen lanes: the same to the last bit wherever the vectors lie and whatever is
/// computed beside them, since the order of the sums is written out.
/// </summary>
internal unsafe interface IPairSums
{
    /// <summary>The most columns at a time.</summary>
    const int Columns = 256;

    /// <summary>Adds what some columns give.</summary>
    /// <param name="query">The query's columns.</param>
    /// <param name="references">References, width columns each, without gaps.</param>
    /// <param name="rows">The numbers of those that are wanted.</param>
    /// <param name="first">The number of the first.</param>
    /// <param name="width">A multiple of 16.</param>
    /// <param name="sums">Sixteen per wanted reference.</param>
    static abstract void Add(float* query, float* references, ReadOnlySpan<int> rows, int first, int width, float* sums);

    /// <summary>The distance, from the sums over the first columns and from what is left, in float64.</summary>
    static abstract double Finish(float* sums, float* query, float* reference, int first, int dimensions);
}
