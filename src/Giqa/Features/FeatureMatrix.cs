using System.Numerics.Tensors;
using Giqa.Storage;

namespace Giqa.Features;

/// <summary>N feature vectors of D floats, row by row in one array, or in files mapped into memory, which may hold more than an array can.</summary>
/// <remarks>Safe to share between threads as long as <see cref="Values"/> is not written to.</remarks>
public sealed class FeatureMatrix
{
    private readonly MappedFloats[] _pieces = [];
    private readonly int[] _ends = [];
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
        : this(columns, [values]) => ArgumentOutOfRangeException.ThrowIfNotEqual(rows, Rows);

    /// <summary>Wraps parts of files, each with some rows of D floats, stacked.</summary>
    internal FeatureMatrix(int columns, IReadOnlyList<MappedFloats> pieces)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        Columns = columns;
        _pieces = [.. pieces];
        _ends = new int[_pieces.Length];
        var rows = 0L;
        for (var i = 0; i < _pieces.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(_pieces[i].Length % columns, 0, nameof(pieces));
            rows += _pieces[i].Length / columns;
            _ends[i] = checked((int)rows);
        }

        Rows = (int)rows;
    }

    /// <summary>Stacks feature vectors.</summary>
    /// <param name="rows">At least one.</param>
    /// <exception cref="GiqaException">They differ in length.</exception>
    internal static FeatureMatrix Of(IReadOnlyList<float[]> rows)
    {
        var columns = rows[0].Length;
        var values = Allocate(rows.Count, columns);
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Length != columns)
            {
                throw new GiqaException($"the inputs hold feature vectors of {columns} and of {rows[i].Length} numbers: all must come from one backbone");
            }

            rows[i].CopyTo(values.AsSpan(i * columns));
        }

        return new FeatureMatrix(rows.Count, columns, values);
    }

    /// <summary>N, the number of feature vectors.</summary>
    public int Rows { get; }

    /// <summary>D, the length of a feature vector.</summary>
    public int Columns { get; }

    /// <summary>Other processes that may work on these rows; null for none.</summary>
    internal FeatureOrigin? Origin { get; set; }

    /// <summary>The values, row-major; those of mapped files are copied on first access.</summary>
    /// <exception cref="GiqaException">There are more than an array holds.</exception>
    public float[] Values => _values ??= Copy();

    /// <summary>The values in place. Code that takes a pointer must keep the matrix alive: a mapped file's memory is released with it.</summary>
    internal ReadOnlySpan<float> Span => _values is null && _pieces is [{ Length: <= int.MaxValue } only] ? only.Span : Values;

    /// <summary>One feature vector.</summary>
    public ReadOnlySpan<float> Row(int index)
    {
        if (_values is { } values)
        {
            return values.AsSpan(checked(index * Columns), Columns);
        }

        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Rows);
        var piece = 0;
        if (_ends.Length > 1)
        {
            piece = Array.BinarySearch(_ends, index + 1);
            piece = piece < 0 ? ~piece : piece;
        }

        return _pieces[piece].Slice((long)(index - (piece == 0 ? 0 : _ends[piece - 1])) * Columns, Columns);
    }

    /// <summary>A copy of the rows with the given numbers, in their order.</summary>
    /// <exception cref="GiqaException">There are more values than an array holds.</exception>
    public FeatureMatrix SelectRows(ReadOnlySpan<int> indices)
    {
        var values = Allocate(indices.Length, Columns);
        for (var i = 0; i < indices.Length; i++)
        {
            Row(indices[i]).CopyTo(values.AsSpan(i * Columns, Columns));
        }

        return new FeatureMatrix(indices.Length, Columns, values);
    }

    /// <summary>Whether no value is below 0, or NaN.</summary>
    internal bool IsNonNegative()
    {
        for (var row = 0; row < Rows; row++)
        {
            if (!(TensorPrimitives.Min(Row(row)) >= 0))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A copy of some neighbouring columns.</summary>
    internal FeatureMatrix SelectColumns(int first, int count)
    {
        var values = Allocate(Rows, count);
        for (var row = 0; row < Rows; row++)
        {
            Row(row).Slice(first, count).CopyTo(values.AsSpan(row * count, count));
        }

        return new FeatureMatrix(Rows, count, values);
    }

    /// <summary>An array for this many values, or an error that says what to do if that is impossible.</summary>
    internal static float[] Allocate(int rows, int columns) => (long)rows * columns <= Array.MaxLength
        ? new float[rows * columns]
        : throw new GiqaException($"{rows} x {columns} features are more than the {Array.MaxLength} numbers that fit into memory at once: use a range (PATH:0..{Array.MaxLength / columns}), or fewer of them");

    private float[] Copy()
    {
        var values = Allocate(Rows, Columns);
        for (var row = 0; row < Rows; row++)
        {
            Row(row).CopyTo(values.AsSpan(row * Columns, Columns));
        }

        return values;
    }
}
