namespace Giqa.Numerics;

/// <summary>Rows of numbers that can be handed out as doubles, whatever they are stored as.</summary>
internal interface IRowSource
{
    int Rows { get; }

    int Columns { get; }

    /// <summary>destination = row - mean.</summary>
    void CopyCentred(int row, ReadOnlySpan<double> mean, Span<double> destination);

    /// <summary>sum += the columns of the row from <paramref name="firstColumn"/> on.</summary>
    void AddTo(int row, int firstColumn, Span<double> sum);
}
