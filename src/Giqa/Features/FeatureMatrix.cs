namespace Giqa.Features;

/// <summary>N feature vectors of D floats, row by row in one array.</summary>
/// <remarks>Safe to share between threads as long as nobody writes to <see cref="Values"/>.</remarks>
public sealed class FeatureMatrix
{
    /// <summary>Wraps values without copying them.</summary>
    /// <param name="rows">N, 0 or more.</param>
    /// <param name="columns">D, at least 1.</param>
    /// <param name="values">Exactly <c>rows * columns</c> floats, row-major.</param>
    public FeatureMatrix(int rows, int columns, float[] values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.LongLength, (long)rows * columns, nameof(values));
        Rows = rows;
        Columns = columns;
        Values = values;
    }

    /// <summary>N, the number of feature vectors.</summary>
    public int Rows { get; }

    /// <summary>D, the length of a feature vector.</summary>
    public int Columns { get; }

    /// <summary>The values, row-major.</summary>
    public float[] Values { get; }

    /// <summary>One feature vector.</summary>
    public ReadOnlySpan<float> Row(int index) => Values.AsSpan(checked(index * Columns), Columns);

    /// <summary>A copy of the rows with the given numbers, in their order.</summary>
    public FeatureMatrix SelectRows(ReadOnlySpan<int> indices)
    {
        var values = new float[(long)indices.Length * Columns];
        for (var i = 0; i < indices.Length; i++)
        {
            Row(indices[i]).CopyTo(values.AsSpan(checked(i * Columns), Columns));
        }

        return new FeatureMatrix(indices.Length, Columns, values);
    }
}
