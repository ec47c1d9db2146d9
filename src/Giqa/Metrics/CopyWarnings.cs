using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Giqa.Features;
using Giqa.Models;

namespace Giqa.Metrics;

/// <summary>
/// Generated images that are real ones, or each other: every metric takes the former for perfect, and counts the latter as many.
/// Equal pixels have equal features, so equal rows are looked for.
/// </summary>
internal static class CopyWarnings
{
    internal static void Add(List<ComparisonWarning> warnings, FeatureSet real, IReadOnlyList<ComparisonInput> generated)
    {
        var reals = RowsOf(real);
        var sets = generated.Select(input => (input.Name, Rows: RowsOf(input.Features), Count: input.Features.Matrix.Rows)).ToList();
        foreach (var (name, rows, count) in sets)
        {
            if (rows.Where(row => reals.ContainsKey(row.Key)).Sum(row => row.Value) is > 0 and var copies)
            {
                warnings.Add(new ComparisonWarning(name, string.Create(
                    CultureInfo.InvariantCulture, $"{Counted.Among(copies, count, "image")} {(copies == 1 ? "is a copy of a real image, or this itself: all metrics take it for perfect" : "are copies of real images, or these themselves: all metrics take them for perfect")}")));
            }

            if (count - rows.Count is > 0 and var repeated)
            {
                warnings.Add(new ComparisonWarning(name, string.Create(
                    CultureInfo.InvariantCulture, $"{Counted.Among(repeated, count, "image")} {(repeated == 1 ? "repeats another of the set: errors and tests take it" : "repeat others of the set: errors and tests take them")} for independent")));
            }
        }

        for (var first = 0; first < sets.Count; first++)
        {
            for (var second = first + 1; second < sets.Count; second++)
            {
                if (sets[second].Rows.Where(row => sets[first].Rows.ContainsKey(row.Key)).Sum(row => row.Value) is > 0 and var shared)
                {
                    warnings.Add(new ComparisonWarning(sets[second].Name, string.Create(
                        CultureInfo.InvariantCulture, $"{Counted.Among(shared, sets[second].Count, "image")} {(shared == 1 ? "is" : "are")} in {sets[first].Name}, too: the tests take both sets for independent")));
                }
            }
        }
    }

    /// <summary>How often each row is there, by 128 bits of it.</summary>
    private static Dictionary<UInt128, int> RowsOf(FeatureSet set)
    {
        var rows = new Dictionary<UInt128, int>();
        for (var i = 0; i < set.Matrix.Rows; i++)
        {
            var key = MemoryMarshal.Read<UInt128>(SHA256.HashData(MemoryMarshal.AsBytes(set.Matrix.Row(i))));
            rows[key] = rows.GetValueOrDefault(key) + 1;
        }

        return rows;
    }
}
