namespace Giqa.Numerics;

/// <summary>
/// A distance of two vectors that is the same to the last bit wherever they lie in memory and whatever is computed beside
/// it: the order of its sums is written out, and holds on every processor.
/// </summary>
internal unsafe interface IPairDistance
{
    static abstract double Between(float* query, float* reference, int dimensions);
}
