namespace Giqa.Numerics;

/// <summary>Row numbers sorted by group, rising within a group.</summary>
internal sealed class RowGroups
{
    private readonly int[] _starts;
    private readonly int[] _rows;

    private RowGroups(int[] starts, int[] rows)
    {
        _starts = starts;
        _rows = rows;
    }

    internal static RowGroups ByLabel(ReadOnlySpan<int> labels, int groups)
    {
        var starts = new int[groups + 1];
        foreach (var label in labels)
        {
            starts[label + 1]++;
        }

        for (var group = 0; group < groups; group++)
        {
            starts[group + 1] += starts[group];
        }

        var next = starts.AsSpan(0, groups).ToArray();
        var rows = new int[labels.Length];
        for (var row = 0; row < labels.Length; row++)
        {
            rows[next[labels[row]]++] = row;
        }

        return new RowGroups(starts, rows);
    }

    internal ReadOnlySpan<int> Members(int group) => _rows.AsSpan(_starts[group], _starts[group + 1] - _starts[group]);

    internal int[] Sizes()
    {
        var sizes = new int[_starts.Length - 1];
        for (var group = 0; group < sizes.Length; group++)
        {
            sizes[group] = _starts[group + 1] - _starts[group];
        }

        return sizes;
    }
}
