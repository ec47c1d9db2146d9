namespace Giqa.Numerics;

/// <summary>A row-major matrix of doubles in memory that somebody else keeps alive and in place.</summary>
internal readonly unsafe struct MatrixView(double* data, int rows, int columns)
{
    internal double* Data { get; } = data;

    internal int Rows { get; } = rows;

    internal int Columns { get; } = columns;

    internal double* Row(int index) => Data + ((long)index * Columns);

    internal MatrixView Slice(int firstRow, int rows) => new(Row(firstRow), rows, Columns);
}
