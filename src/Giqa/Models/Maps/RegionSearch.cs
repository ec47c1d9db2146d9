namespace Giqa.Models;

/// <summary>Finds the regions of a grid: bad cells that touch at a side.</summary>
internal static class RegionSearch
{
    /// <summary>The bounding boxes of the regions and their worst cells' scores.</summary>
    internal static IEnumerable<(int Left, int Top, int Right, int Bottom, double Worst)> Find(bool[] bad, double[] scores, int columns)
    {
        var seen = new bool[bad.Length];
        for (var start = 0; start < bad.Length; start++)
        {
            if (!bad[start] || seen[start])
            {
                continue;
            }

            var (left, top, right, bottom, worst) = (columns, bad.Length, 0, 0, double.PositiveInfinity);
            var open = new Stack<int>([start]);
            seen[start] = true;
            while (open.TryPop(out var cell))
            {
                var (y, x) = Math.DivRem(cell, columns);
                (left, top, right, bottom, worst) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y), Math.Min(worst, scores[cell]));
                foreach (var (near, isInside) in new[] { (cell - 1, x > 0), (cell + 1, x < columns - 1), (cell - columns, y > 0), (cell + columns, cell + columns < bad.Length) })
                {
                    if (isInside && bad[near] && !seen[near])
                    {
                        seen[near] = true;
                        open.Push(near);
                    }
                }
            }

            yield return (left, top, right, bottom, worst);
        }
    }
}
