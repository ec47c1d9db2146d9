using Giqa.Storage;

namespace Giqa.Features;

/// <summary>N feature vectors of D floats, row by row in one array or in a file that is mapped into memory.</summary>
/// <remarks>Safe to share between threads as long as nobody writes to <see cref="Values"/>.</remarks>
public sealed class FeatureMatrix
{
    private readonly MappedFloats? _mapped;
    private float[]? _values;

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
        _values = values;
    }

    /// <summary>Wraps the part of a file that holds N x D floats.</summary>
    internal FeatureMatrix(int rows, int columns, MappedFloats values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Span.Length, (long)rows * columns, nameof(values));
        Rows = rows;
        Columns = columns;
        _mapped = values;
    }

    /// <summary>Puts feature vectors under each other.</summary>
    /// <param name="rows">At least one.</param>
    /// <exception cref="GiqaException">They differ in length.</exception>
    internal static FeatureMatrix Of(IReadOnlyList<float[]> rows)
    {
        var columns = rows[0].Length;
        var values = new float[(long)rows.Count * columns];
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Length != columns)
            {
                throw new GiqaException($"the inputs hold feature vectors of {columns} and of {rows[i].Length} numbers: all must be of one backbone");
            }

            rows[i].CopyTo(values.AsSpan(checked(i * columns)));
        }

        return new FeatureMatrix(rows.Count, columns, values);
    }

    /// <summary>N, the number of feature vectors.</summary>
    public int Rows { get; }

    /// <summary>D, the length of a feature vector.</summary>
    public int Columns { get; }

    /// <summary>The values, row-major; those of a mapped file are copied when they are first asked for.</summary>
    public float[] Values => _values ??= _mapped!.Span.ToArray();

    /// <summary>The values where they are. Whoever takes a pointer keeps the matrix alive meanwhile: a mapped file's memory ends with it.</summary>
    internal ReadOnlySpan<float> Span => _values is null ? _mapped!.Span : _values;

    /// <summary>One feature vector.</summary>
    public ReadOnlySpan<float> Row(int index) => Span.Slice(checked(index * Columns), Columns);

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

    /// <summary>A copy of some neighbouring columns.</summary>
    internal FeatureMatrix SelectColumns(int first, int count)
    {
        var values = new float[(long)Rows * count];
        for (var row = 0; row < Rows; row++)
        {
            Row(row).Slice(first, count).CopyTo(values.AsSpan(row * count, count));
        }

        return new FeatureMatrix(Rows, count, values);
    }
}
