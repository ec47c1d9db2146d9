namespace Giqa.Features;

/// <summary>Collects feature vectors whose number is not known in advance. Not thread-safe.</summary>
internal sealed class FeatureMatrixBuilder(int columns, int expectedRows = 16)
{
    private float[] _values = new float[(long)expectedRows * columns];
    private int _rows;

    internal void Add(ReadOnlySpan<float> row)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(row.Length, columns, nameof(row));
        var used = checked(_rows * columns);
        if (used + columns > _values.Length)
        {
            Array.Resize(ref _values, (int)Math.Min(Array.MaxLength, Math.Max(16L * columns, 2L * _values.Length)));
        }

        row.CopyTo(_values.AsSpan(used));
        _rows++;
    }

    /// <summary>Adds a row unless it holds a value that is not finite.</summary>
    internal bool TryAddFinite(ReadOnlySpan<float> row)
    {
        foreach (var value in row)
        {
            if (!float.IsFinite(value))
            {
                return false;
            }
        }

        Add(row);
        return true;
    }

    /// <summary>The rows so far; without a copy if their number was as expected.</summary>
    internal FeatureMatrix ToMatrix() => checked(_rows * columns) is var used && used == _values.Length
        ? new(_rows, columns, _values)
        : new(_rows, columns, _values.AsSpan(0, used).ToArray());
}
