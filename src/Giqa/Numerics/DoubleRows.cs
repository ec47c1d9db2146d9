namespace Giqa.Numerics;

/// <summary>Rows stored as float64.</summary>
internal readonly unsafe struct DoubleRows(MatrixView view) : IRowSource
{
    public int Rows => view.Rows;

    public int Columns => view.Columns;

    public void CopyCentred(int row, ReadOnlySpan<double> mean, Span<double> destination)
    {
        fixed (double* center = mean, target = destination)
        {
            VectorKernels.Subtract(view.Row(row), center, target, view.Columns);
        }
    }

    public void AddTo(int row, int firstColumn, Span<double> sum)
    {
        fixed (double* target = sum)
        {
            VectorKernels.AddScaled(1, view.Row(row) + firstColumn, target, sum.Length);
        }
    }
}
