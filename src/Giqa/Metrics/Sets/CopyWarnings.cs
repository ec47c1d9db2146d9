using System.Globalization;
using Giqa.Features;
using Giqa.Models;

namespace Giqa.Metrics;

/// <summary>
/// Generated images that are copies of real ones, or of each other: every metric counts the former as perfect, and the latter several times.
/// Equal pixels have equal features, so equal rows are looked for.
/// </summary>
internal static class CopyWarnings
{
    /// <summary>Warns about copies.</summary>
    /// <returns>For each set, how many of its images are real ones.</returns>
    internal static IReadOnlyList<int> Add(List<ComparisonWarning> warnings, FeatureSet real, IReadOnlyList<ComparisonInput> generated)
    {
        var reals = EqualRows.Count(real.Matrix);
        var sets = generated.Select(input => (input.Name, Rows: EqualRows.Count(input.Features.Matrix), Count: input.Features.Matrix.Rows)).ToList();
        var copied = new List<int>();
        foreach (var (name, rows, count) in sets)
        {
            var copies = rows.Where(row => reals.ContainsKey(row.Key)).Sum(row => row.Value);
            copied.Add(copies);
            if (copies > 0)
            {
                warnings.Add(new ComparisonWarning(name, string.Create(
                    CultureInfo.InvariantCulture, $"{Counted.Among(copies, count, "image")} {(copies == 1 ? "is a real image or a copy of one; every metric counts it as perfect" : "are real images or copies of them; every metric counts them as perfect")}")));
            }

            if (count - rows.Count is > 0 and var repeated)
            {
                warnings.Add(new ComparisonWarning(name, string.Create(
                    CultureInfo.InvariantCulture, $"{Counted.Among(repeated, count, "image")} {(repeated == 1 ? "repeats another of the set, but errors and tests assume that it is" : "repeat others of the set, but errors and tests assume that they are")} independent")));
            }
        }

        for (var first = 0; first < sets.Count; first++)
        {
            for (var second = first + 1; second < sets.Count; second++)
            {
                if (sets[second].Rows.Where(row => sets[first].Rows.ContainsKey(row.Key)).Sum(row => row.Value) is > 0 and var shared)
                {
                    warnings.Add(new ComparisonWarning(sets[second].Name, string.Create(
                        CultureInfo.InvariantCulture, $"{Counted.Among(shared, sets[second].Count, "image")} {(shared == 1 ? "is" : "are")} also in {sets[first].Name}, but the tests assume that both sets are independent")));
                }
            }
        }

        return copied;
    }
}
