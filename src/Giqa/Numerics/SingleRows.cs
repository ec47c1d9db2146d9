namespace Giqa.Numerics;

/// <summary>Rows stored as float32.</summary>
internal readonly struct SingleRows(float[] values, int rows, int columns) : IRowSource
{
    public int Rows => rows;

    public int Columns => columns;

    public void CopyCentred(int row, ReadOnlySpan<double> mean, Span<double> destination)
    {
        var source = values.AsSpan(checked(row * columns), columns);
        for (var i = 0; i < source.Length; i++)
        {
            destination[i] = source[i] - mean[i];
        }
    }

    public void AddTo(int row, int firstColumn, Span<double> sum)
    {
        var source = values.AsSpan(checked((row * columns) + firstColumn), sum.Length);
        for (var i = 0; i < source.Length; i++)
        {
            sum[i] += source[i];
        }
    }
}
