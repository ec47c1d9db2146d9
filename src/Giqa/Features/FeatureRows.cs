using Giqa.Numerics;

namespace Giqa.Features;

/// <summary>The rows of a matrix of features, wherever they are: in memory or in files.</summary>
internal readonly unsafe struct FeatureRows(FeatureMatrix features) : IRowSource
{
    public int Rows => features.Rows;

    public int Columns => features.Columns;

    public void CopyCentred(int row, ReadOnlySpan<double> mean, Span<double> destination)
    {
        fixed (float* source = features.Row(row))
        fixed (double* center = mean, target = destination)
        {
            VectorKernels.Subtract(source, center, target, features.Columns);
        }
    }

    public void AddTo(int row, int firstColumn, Span<double> sum)
    {
        fixed (float* source = features.Row(row).Slice(firstColumn, sum.Length))
        fixed (double* target = sum)
        {
            VectorKernels.Add(source, target, sum.Length);
        }
    }
}
