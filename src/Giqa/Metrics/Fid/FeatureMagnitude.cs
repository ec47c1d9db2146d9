using System.Globalization;
using System.Numerics.Tensors;
using Giqa.Features;

namespace Giqa.Metrics;

/// <summary>Detects features whose float32 products overflow, so that neither distances nor kernels can be computed.</summary>
internal static class FeatureMagnitude
{
    /// <summary>The largest product of two rows that float32 can hold with room for sums of them.</summary>
    private const double LargestProduct = 1e37;

    /// <exception cref="GiqaException">The features are too large.</exception>
    internal static void Require(FeatureMatrix features)
    {
        var largest = 0.0;
        for (var row = 0; row < features.Rows; row++)
        {
            largest = Math.Max(largest, Math.Abs(TensorPrimitives.MaxMagnitude(features.Row(row))));
        }

        if (largest * largest * features.Columns > LargestProduct)
        {
            throw new GiqaException(string.Create(
                CultureInfo.InvariantCulture,
                $"features reach {largest:G2}, whose distances in {features.Columns} dimensions overflow float32 (up to {Math.Sqrt(LargestProduct / features.Columns):G2} can be measured): divide all sets by the same number"));
        }
    }
}
