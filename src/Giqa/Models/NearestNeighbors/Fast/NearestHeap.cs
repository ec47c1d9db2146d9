namespace Giqa.Models;

/// <summary>Keeps the k nearest of what it is offered: by distance, then by row. What is kept does not depend on the order of the offers.</summary>
internal sealed class NearestHeap(int capacity)
{
    private readonly double[] _distances = new double[capacity];
    private readonly int[] _rows = new int[capacity];
    private int _count;

    /// <summary>The distance beyond which nothing is kept any more.</summary>
    internal double Worst => _count < capacity ? double.PositiveInfinity : _distances[0];

    internal void Clear() => _count = 0;

    internal void Offer(double distance, int row)
    {
        if (_count < capacity)
        {
            SiftUp(_count++, distance, row);
        }
        else if (IsNearer(distance, row, 0))
        {
            SiftDown(distance, row);
        }
    }

    /// <summary>Writes what was kept, nearest first, and empties the heap.</summary>
    internal void Drain(Span<int> rows, Span<double> distances)
    {
        var kept = new (double Distance, int Row)[_count];
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] = (_distances[i], _rows[i]);
        }

        Array.Sort(kept);
        for (var i = 0; i < kept.Length; i++)
        {
            (distances[i], rows[i]) = kept[i];
        }

        _count = 0;
    }

    private bool IsNearer(double distance, int row, int place) =>
        distance < _distances[place] || (distance == _distances[place] && row < _rows[place]);

    private void SiftUp(int place, double distance, int row)
    {
        while (place > 0 && !IsNearer(distance, row, (place - 1) / 2))
        {
            var parent = (place - 1) / 2;
            (_distances[place], _rows[place]) = (_distances[parent], _rows[parent]);
            place = parent;
        }

        (_distances[place], _rows[place]) = (distance, row);
    }

    private void SiftDown(double distance, int row)
    {
        var place = 0;
        for (var child = 1; child < _count; child = (2 * place) + 1)
        {
            if (child + 1 < _count && IsNearer(_distances[child], _rows[child], child + 1))
            {
                child++;
            }

            if (!IsNearer(distance, row, child))
            {
                break;
            }

            (_distances[place], _rows[place]) = (_distances[child], _rows[child]);
            place = child;
        }

        (_distances[place], _rows[place]) = (distance, row);
    }
}
