namespace Giqa.Numerics;

/// <summary>Checks the shape of a matrix that arrives as one run of numbers.</summary>
internal static class FlatMatrix
{
    /// <summary>The number of columns of <paramref name="length"/> values in <paramref name="rows"/> rows.</summary>
    internal static int Columns(int length, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        if (length == 0 || length % rows != 0)
        {
            throw new ArgumentException($"{length} values do not make {rows} rows of equal length");
        }

        return length / rows;
    }
}
