namespace Giqa.Numerics;

/// <summary>Rows stored as float64.</summary>
internal readonly unsafe struct DoubleRows(MatrixView view) : IRowSource
{
    public int Rows => view.Rows;

    public int Columns => view.Columns;

    public void CopyCentred(int row, ReadOnlySpan<double> mean, Span<double> destination)
    {
        var source = new ReadOnlySpan<double>(view.Row(row), view.Columns);
        for (var i = 0; i < source.Length; i++)
        {
            destination[i] = source[i] - mean[i];
        }
    }

    public void AddTo(int row, int firstColumn, Span<double> sum)
    {
        var source = new ReadOnlySpan<double>(view.Row(row) + firstColumn, sum.Length);
        for (var i = 0; i < source.Length; i++)
        {
            sum[i] += source[i];
        }
    }
}
