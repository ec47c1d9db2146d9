namespace Giqa.Features;

/// <summary>Collects feature vectors whose number is not known beforehand. Not thread-safe.</summary>
internal sealed class FeatureMatrixBuilder(int columns)
{
    private float[] _values = new float[16L * columns];
    private int _rows;

    internal void Add(ReadOnlySpan<float> row)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(row.Length, columns, nameof(row));
        var used = checked(_rows * columns);
        if (used + columns > _values.Length)
        {
            Array.Resize(ref _values, (int)Math.Min(Array.MaxLength, 2L * _values.Length));
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

    internal FeatureMatrix ToMatrix() => new(_rows, columns, _values.AsSpan(0, checked(_rows * columns)).ToArray());
}
