using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>Which rows are fitted, and which are kept out for the calibration.</summary>
internal sealed record HoldOutSplit(int[] Fitted, int[] HeldOut)
{
    internal bool HasHeldOut => HeldOut.Length > 0;

    /// <summary>Draws the held-out rows by chance; none when they would be too few. Both parts keep the order of the rows.</summary>
    internal static HoldOutSplit Draw(int rows, double share, ulong seed)
    {
        var count = (int)Math.Round(share * rows);
        if (count < FitOptions.MinimumHeldOut)
        {
            return new HoldOutSplit([.. Enumerable.Range(0, rows)], []);
        }

        var heldOut = new SeededRandom(seed).Choose(rows, count);
        Array.Sort(heldOut);
        return new HoldOutSplit([.. Enumerable.Range(0, rows).Except(heldOut)], heldOut);
    }
}
