using System.Numerics.Tensors;
using Giqa.Features;

namespace Giqa.Models;

/// <summary>Scores the cells of an image: higher is more like an untouched place of a real image.</summary>
/// <param name="weights">For each kind of damage one for each channel, kind by kind.</param>
/// <param name="offsets">For each kind what is added to its inner product.</param>
/// <param name="softness">How soft the minimum over kinds is, in nats.</param>
internal sealed class PatchScorer(float[] weights, double[] offsets, double softness)
{
    /// <summary>At 1 the kinds' likelihood ratios add up; measured on photographs, 2 to 10 find less.</summary>
    internal const double LearnedSoftness = 1;

    /// <summary>That of models which do not say theirs.</summary>
    internal const double OlderSoftness = 3;

    internal double Softness => softness;

    internal ReadOnlySpan<float> Weights => weights;

    internal ReadOnlySpan<double> Offsets => offsets;

    /// <summary>How many kinds of damage are told from untouched places.</summary>
    internal int Kinds => offsets.Length;

    /// <summary>The length of a cell's vector.</summary>
    internal int Columns => weights.Length / offsets.Length;

    /// <summary>
    /// For each kind the inner product of each cell's vector (<see cref="PatchGrid.Describe"/>) with its weights, smoothed, and over the kinds a soft
    /// minimum. Means and inner products may change places, so the vectors themselves are never made.
    /// </summary>
    internal double[] Score(FeatureMatrix cells)
    {
        double[][] kinds = [.. Enumerable.Range(0, Kinds).Select(kind => Score(cells, kind))];
        return [.. Enumerable.Range(0, cells.Rows).Select(cell => Least(kinds, cell))];
    }

    private double[] Score(FeatureMatrix cells, int kind)
    {
        var own = weights.AsSpan(kind * Columns, Columns);
        var products = new double[cells.Rows];
        for (var cell = 0; cell < products.Length; cell++)
        {
            products[cell] = TensorPrimitives.Dot(cells.Row(cell), own);
        }

        var mean = products.Average();
        return PatchGrid.Smooth(Array.ConvertAll(PatchGrid.Average(products), value => value - mean + offsets[kind]));
    }

    /// <summary>-s ln sum over kinds of exp(-value / s); of one kind exactly its value.</summary>
    private double Least(double[][] kinds, int cell)
    {
        var least = kinds.Min(values => values[cell]);
        return least - (softness * Math.Log(kinds.Sum(values => Math.Exp((least - values[cell]) / softness))));
    }
}
