using System.Numerics.Tensors;
using Giqa.Features;

namespace Giqa.Metrics;

/// <summary>
/// KID of two whole sets word for word: the unbiased MMD^2 with the kernel (x.y / D + 1)^3 (Binkowski 2018 eq. 4), kernel by kernel in
/// float64. What <see cref="Kid"/> averages over subsets. Tests hold the fast code to it; nothing else calls it.
/// </summary>
internal static class KidDefinition
{
    internal static double Compute(FeatureMatrix first, FeatureMatrix second) =>
        MeanWithin(first) + MeanWithin(second) - (2 * Sum(first, second, (_, _) => true) / ((double)first.Rows * second.Rows));

    /// <summary>The mean of k(x_i, x_j) over i != j.</summary>
    private static double MeanWithin(FeatureMatrix set) => Sum(set, set, (i, j) => i != j) / ((double)set.Rows * (set.Rows - 1));

    private static double Sum(FeatureMatrix first, FeatureMatrix second, Func<int, int, bool> counts) =>
        (from i in Enumerable.Range(0, first.Rows) from j in Enumerable.Range(0, second.Rows) where counts(i, j) select Kernel(first, i, second, j)).Sum();

    private static double Kernel(FeatureMatrix first, int i, FeatureMatrix second, int j)
    {
        double[] x = Array.ConvertAll(first.Row(i).ToArray(), value => (double)value), y = Array.ConvertAll(second.Row(j).ToArray(), value => (double)value);
        return Math.Pow((TensorPrimitives.Dot<double>(x, y) / first.Columns) + 1, 3);
    }
}
