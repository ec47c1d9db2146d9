using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>The images that a model is fitted on if there are more than its limit: drawn with the seed, in their order.</summary>
internal static class FitSample
{
    /// <summary>The set itself, or a sample of it.</summary>
    internal static FeatureSet Of(FeatureSet reals, FitOptions options)
    {
        if (reals.Matrix.Rows <= options.MostImages)
        {
            return reals;
        }

        var rows = new SeededRandom(options.Seed).Choose(reals.Matrix.Rows, options.MostImages);
        Array.Sort(rows);
        var items = new List<FeatureItem>(rows.Length);
        var row = 0;
        foreach (var item in reals.Items.Where(item => item.Fault is null))
        {
            if (items.Count < rows.Length && rows[items.Count] == row++)
            {
                items.Add(item);
            }
        }

        var matrix = reals.Matrix.SelectRows(rows);
        matrix.Origin = reals.Matrix.Origin?.OfMade;
        return new FeatureSet(matrix, items, reals.Provenance);
    }
}
