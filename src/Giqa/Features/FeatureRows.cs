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

/// <summary>Some rows of a feature matrix, in place.</summary>
internal readonly struct SelectedRows(FeatureMatrix features, int[] rows) : IRowSource
{
    public int Rows => rows.Length;

    public int Columns => features.Columns;

    public void CopyCentred(int row, ReadOnlySpan<double> mean, Span<double> destination)
    {
        var source = features.Row(rows[row]);
        for (var i = 0; i < source.Length; i++)
        {
            destination[i] = source[i] - mean[i];
        }
    }

    public void AddTo(int row, int firstColumn, Span<double> sum)
    {
        var source = features.Row(rows[row]).Slice(firstColumn, sum.Length);
        for (var i = 0; i < source.Length; i++)
        {
            sum[i] += source[i];
        }
    }
}
