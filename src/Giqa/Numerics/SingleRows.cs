namespace Giqa.Numerics;

/// <summary>Rows stored as float32.</summary>
internal readonly unsafe struct SingleRows(float[] values, int rows, int columns) : IRowSource
{
    public int Rows => rows;

    public int Columns => columns;

    public void CopyCentred(int row, ReadOnlySpan<double> mean, Span<double> destination)
    {
        fixed (float* source = values.AsSpan(checked(row * columns), columns))
        fixed (double* center = mean, target = destination)
        {
            VectorKernels.Subtract(source, center, target, columns);
        }
    }

    public void AddTo(int row, int firstColumn, Span<double> sum)
    {
        fixed (float* source = values.AsSpan(checked((row * columns) + firstColumn), sum.Length))
        fixed (double* target = sum)
        {
            VectorKernels.Add(source, target, sum.Length);
        }
    }
}
