using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

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
