using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>The squared distance of one pair: an estimate with its error, and the exact value once it is needed.</summary>
internal ref struct PairDistance
{
    private readonly FeatureMatrix _first;
    private readonly FeatureMatrix _second;
    private readonly int _firstRow;
    private readonly int _secondRow;
    private readonly double _estimate;
    private readonly double _error;
    private double _exact = double.NaN;

    internal PairDistance(FeatureMatrix first, int firstRow, FeatureMatrix second, int secondRow, double estimate, double error)
    {
        (_first, _firstRow, _second, _secondRow) = (first, firstRow, second, secondRow);
        (_estimate, _error) = (estimate, error);
    }

    internal double Exact
    {
        get
        {
            if (double.IsNaN(_exact))
            {
                _exact = StableSums.SquaredDistance(_first.Row(_firstRow), _second.Row(_secondRow));
            }

            return _exact;
        }
    }

    internal bool IsWithin(double squaredRadius, bool inclusive)
    {
        if (_estimate + _error < squaredRadius)
        {
            return true;
        }

        if (_estimate - _error > squaredRadius)
        {
            return false;
        }

        return inclusive ? Exact <= squaredRadius : Exact < squaredRadius;
    }
}
