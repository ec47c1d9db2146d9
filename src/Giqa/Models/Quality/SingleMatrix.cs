using Giqa.Features;

namespace Giqa.Models;

/// <summary>Transformed rows rounded to float32: for storing references and searching neighbours.</summary>
internal static class SingleMatrix
{
    internal static FeatureMatrix From(double[] rows, int count) =>
        new(count, rows.Length / count, Array.ConvertAll(rows, value => (float)value));
}
