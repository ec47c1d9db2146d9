using System.Numerics.Tensors;
using Giqa.Features;

namespace Giqa.Models;

/// <summary>Scores the cells of an image: higher is more like an untouched place of a real image.</summary>
/// <param name="weights">One for each channel.</param>
internal sealed class PatchScorer(float[] weights)
{
    internal ReadOnlySpan<float> Weights => weights;

    /// <summary>
    /// The inner product of each cell's vector (<see cref="PatchGrid.Describe"/>) with the weights, smoothed. Means and inner products may
    /// change places, so the vectors themselves are never made.
    /// </summary>
    internal double[] Score(FeatureMatrix cells)
    {
        var products = new double[cells.Rows];
        for (var cell = 0; cell < products.Length; cell++)
        {
            products[cell] = TensorPrimitives.Dot(cells.Row(cell), weights);
        }

        var mean = products.Average();
        return PatchGrid.Smooth(Array.ConvertAll(PatchGrid.Average(products), value => value - mean));
    }
}
