using System.Runtime.Intrinsics;

namespace Giqa.Numerics;

/// <summary>The sum of a vector's lanes, halves first: the same order on every processor.</summary>
internal static class LaneSums
{
    internal static double Sum(Vector512<double> lanes)
    {
        var half = lanes.GetLower() + lanes.GetUpper();
        var quarter = half.GetLower() + half.GetUpper();
        return quarter[0] + quarter[1];
    }

    internal static double Sum(Vector512<float> lanes)
    {
        var (low, high) = Vector512.Widen(lanes);
        return Sum(low + high);
    }
}
