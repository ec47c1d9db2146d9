namespace Giqa.Agreement.People;

/// <summary>A small symmetric matrix, of a few rows.</summary>
/// <param name="size">Its rows.</param>
internal sealed class Symmetric(int size)
{
    private readonly double[] _values = new double[size * size];

    internal double this[int row, int column]
    {
        get => _values[(row * size) + column];
        set => _values[(row * size) + column] = value;
    }

    /// <summary>Adds weight v v^T.</summary>
    internal void AddSquare(double weight, double[] v)
    {
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                _values[(row * size) + column] += weight * v[row] * v[column];
            }
        }
    }

    /// <summary>Adds a multiple of another matrix.</summary>
    internal void Add(double weight, Symmetric other)
    {
        for (var i = 0; i < _values.Length; i++)
        {
            _values[i] += weight * other._values[i];
        }
    }

    /// <summary>v^T A v.</summary>
    internal double Of(double[] v)
    {
        var sum = 0.0;
        for (var i = 0; i < _values.Length; i++)
        {
            sum += _values[i] * v[i / size] * v[i % size];
        }

        return sum;
    }

    /// <summary>Solves A x = v in those rows and columns that are free, by elimination; the others' x is 0.</summary>
    internal double[] Solve(double[] v, bool[] free)
    {
        int[] rows = [.. Enumerable.Range(0, size).Where(row => free[row])];
        var (work, right, x) = ((double[])_values.Clone(), (double[])v.Clone(), new double[size]);
        foreach (var (place, pivot) in rows.Index())
        {
            foreach (var row in rows.AsSpan(place + 1))
            {
                var factor = work[(row * size) + pivot] / work[(pivot * size) + pivot];
                foreach (var column in rows)
                {
                    work[(row * size) + column] -= factor * work[(pivot * size) + column];
                }

                right[row] -= factor * right[pivot];
            }
        }

        foreach (var row in rows.Reverse())
        {
            x[row] = (right[row] - rows.Where(column => column > row).Sum(column => work[(row * size) + column] * x[column])) / work[(row * size) + row];
        }

        return x;
    }
}
