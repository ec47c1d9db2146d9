using System.Globalization;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>Which rows a branch is fitted on, and which it is calibrated on.</summary>
internal sealed record HoldOutSplit(int[] Fitted, int[] HeldOut)
{
    /// <summary>
    /// One split if reals are held out, otherwise one for each fold. All parts keep the order of the rows.
    /// </summary>
    /// <param name="rows">The number of reals.</param>
    /// <param name="share">The share to hold out; 0 for folds; null for the default, which is folds if it would be too few.</param>
    /// <param name="seed">The random seed.</param>
    /// <exception cref="GiqaException">The requested share would be too few.</exception>
    internal static IReadOnlyList<HoldOutSplit> Draw(int rows, double? share, ulong seed)
    {
        var count = CountOf(rows, share ?? FitOptions.DefaultHoldOut);
        if (share is > 0 and var asked && count < FitOptions.LeastHeldOut)
        {
            throw new GiqaException(string.Create(
                CultureInfo.InvariantCulture,
                $"a held-out share of {asked} of {Counted.RealImages(rows)} is {count}; quality needs at least {FitOptions.LeastHeldOut} to be calibrated on: hold out a larger share, or 0 (--holdout 0) to calibrate on all of them by folds"));
        }

        return share == 0 || (share is null && count < FitOptions.MinimumHeldOut) ? Folds(rows, seed) : [HoldOut(rows, count, seed)];
    }

    /// <summary>How many images a share is.</summary>
    internal static int CountOf(int rows, double share) => (int)Math.Round(share * rows);

    private static HoldOutSplit HoldOut(int rows, int count, ulong seed)
    {
        var heldOut = new SeededRandom(seed).Choose(rows, count);
        Array.Sort(heldOut);
        var isHeldOut = new bool[rows];
        foreach (var row in heldOut)
        {
            isHeldOut[row] = true;
        }

        return new HoldOutSplit([.. Enumerable.Range(0, rows).Where(row => !isHeldOut[row])], heldOut);
    }

    private static HoldOutSplit[] Folds(int rows, ulong seed)
    {
        var count = Math.Min(FitOptions.Folds, rows);
        var order = new SeededRandom(seed).Permutation(rows);
        return [.. Enumerable.Range(0, count).Select(fold => new HoldOutSplit(
            [.. order.Where((_, place) => place % count != fold).Order()],
            [.. order.Where((_, place) => place % count == fold).Order()]))];
    }
}
