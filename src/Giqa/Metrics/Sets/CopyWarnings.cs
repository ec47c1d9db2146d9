using System.Globalization;
using Giqa.Features;
using Giqa.Models;

namespace Giqa.Metrics;

/// <summary>
/// Generated images that are real ones, or each other: every metric takes the former for perfect, and counts the latter as many.
/// Equal pixels have equal features, so equal rows are looked for.
/// </summary>
internal static class CopyWarnings
{
    /// <summary>Warns of copies.</summary>
    /// <returns>For each set how many of its images are real ones.</returns>
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

        return copied;
    }
}
