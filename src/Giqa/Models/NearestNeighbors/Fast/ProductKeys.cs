using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>
/// Keys from |x|^2 - 2 q.x by one matrix product in float32. A product of n terms, in whatever order it is summed, is
/// within n u (|q|^2 + |x|^2) of 2 q.x (u = 2^-24); the reference's part of that margin is taken off its key beforehand.
/// </summary>
internal sealed unsafe class ProductKeys : DistanceKeys
{
    private readonly FeatureMatrix _references;
    private readonly double _margin;
    private readonly double[] _norms;
    private readonly float[] _loweredNorms;

    /// <param name="references">N x D.</param>
    /// <param name="norms">N squared norms.</param>
    /// <param name="roundings">How many roundings of the inputs themselves the bound must also cover.</param>
    /// <param name="allowances">What is to be taken off each key besides; none if empty.</param>
    internal ProductKeys(FeatureMatrix references, double[] norms, int roundings = 0, double[]? allowances = null)
    {
        (_references, _norms) = (references, norms);
        _margin = (references.Columns + 16 + roundings) * UnitRoundoff;
        _loweredNorms = new float[norms.Length];
        for (var row = 0; row < norms.Length; row++)
        {
            _loweredNorms[row] = MathF.BitDecrement((float)((norms[row] * (1 - _margin)) - (allowances?[row] ?? 0)));
        }
    }

    internal override int PreparedColumns => _references.Columns;

    internal override void Prepare(float* queries, int count, float* prepared, KeyOffset* offsets)
    {
        var dimensions = _references.Columns;
        new ReadOnlySpan<float>(queries, checked(count * dimensions)).CopyTo(new Span<float>(prepared, count * dimensions));
        for (var i = 0; i < count; i++)
        {
            offsets[i] = new KeyOffset(SquaredEuclidean.Norm(queries + ((long)i * dimensions), dimensions) * (1 - _margin));
        }
    }

    internal override void Fill(float* prepared, int count, int first, int references, float* keys, int stride)
    {
        var dimensions = _references.Columns;
        for (var i = 0; i < count; i++)
        {
            _loweredNorms.AsSpan(first, references).CopyTo(new Span<float>(keys + ((long)i * stride), references));
        }

        fixed (float* all = _references.Span)
        {
            LinearAlgebra.Current.MultiplySingle(
                Transposed.No, Transposed.Yes, count, references, dimensions,
                -2, prepared, dimensions, all + ((long)first * dimensions), dimensions, 1, keys, stride);
        }

        GC.KeepAlive(_references);
    }

    internal override float Limit(double distance, KeyOffset offset) => RoundUp(distance - offset.Value);

    internal override double Ceiling(float key, int reference, KeyOffset offset) =>
        key + offset.Value + (2 * _margin * (_norms[reference] + (offset.Value * (1 + (2 * _margin)))));
}
