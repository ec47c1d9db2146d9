namespace Giqa.Models;

/// <summary>How the responsibilities of one component differ from those its covariance was computed from.</summary>
/// <param name="Rising">The rows whose responsibility rose, and by how much.</param>
/// <param name="Falling">The rows whose responsibility fell, and by how much.</param>
/// <param name="Applied">The responsibilities that the covariance reflects once the differences are applied.</param>
internal sealed record ResponsibilityChanges(WeightedRows Rising, WeightedRows Falling, WeightedRows Applied)
{
    // Below the rounding of a responsibility near 1. Ignored changes stay out of Applied, so they never accumulate.
    private const double Negligible = 1e-15;

    internal int Count => Rising.Count + Falling.Count;

    /// <summary>Compares two lists; null when more than some rows have changed.</summary>
    internal static ResponsibilityChanges? Between(WeightedRows before, WeightedRows after, int most)
    {
        var (rising, falling, applied) = (new Builder(), new Builder(), new Builder());
        var oldRows = before.Rows.Span;
        var oldWeights = before.Weights.Span;
        var newRows = after.Rows.Span;
        var newWeights = after.Weights.Span;
        for (int i = 0, j = 0; i < oldRows.Length || j < newRows.Length;)
        {
            var old = i < oldRows.Length ? oldRows[i] : int.MaxValue;
            var next = j < newRows.Length ? newRows[j] : int.MaxValue;
            var row = Math.Min(old, next);
            var was = old == row ? oldWeights[i++] : 0;
            var weight = next == row ? newWeights[j++] : 0;
            if (Math.Abs(weight - was) <= Negligible)
            {
                applied.Add(row, was);
                continue;
            }

            (weight > was ? rising : falling).Add(row, Math.Abs(weight - was));
            applied.Add(row, weight);
            if (rising.Count + falling.Count > most)
            {
                return null;
            }
        }

        return new ResponsibilityChanges(rising.Build(), falling.Build(), applied.Build());
    }

    private sealed class Builder
    {
        private readonly List<int> _rows = [];
        private readonly List<double> _weights = [];

        internal int Count => _rows.Count;

        internal void Add(int row, double weight)
        {
            if (weight != 0)
            {
                _rows.Add(row);
                _weights.Add(weight);
            }
        }

        internal WeightedRows Build() => new(_rows.ToArray(), _weights.ToArray());
    }
}
