using System.Globalization;
using System.Text.RegularExpressions;

namespace Giqa.Metrics;

/// <summary>
/// Warnings by cause: sentences that differ only in their numbers become one, which names the sets and gives the
/// numbers from the smallest to the largest.
/// </summary>
internal static partial class WarningLines
{
    private const int NamedSets = 4;

    /// <param name="warnings">In the order in which they arose.</param>
    /// <param name="generated">The names of all generated sets; if a cause concerns all of several, they are not listed.</param>
    internal static IReadOnlyList<string> Of(IEnumerable<ComparisonWarning> warnings, params IEnumerable<string> generated)
    {
        var all = generated.ToHashSet(StringComparer.Ordinal);
        return [.. warnings.Distinct().GroupBy(warning => (warning.OfModel, Numbers().Replace(warning.Text, "#"))).Select(group => Merge(group, all))];
    }

    private static string Merge(IEnumerable<ComparisonWarning> group, HashSet<string> generated)
    {
        var all = group.ToList();
        var sets = all.Select(warning => warning.Set).Distinct(StringComparer.Ordinal).ToList();
        var numbers = all.ConvertAll(warning => Numbers().Matches(warning.Text).Select(match => match.Value).ToArray());
        var ranges = new Queue<string>(Enumerable.Range(0, numbers[0].Length).Select(place => Range(numbers.ConvertAll(row => row[place]))));
        var text = Numbers().Replace(all[0].Text, _ => ranges.Dequeue());
        var models = all[0].OfModel ? sets.Count == 1 ? "model of " : "models of " : string.Empty;
        return $"{models}{Names(sets, generated)}: {text}";
    }

    private static string Names(List<string> sets, HashSet<string> generated) => sets.Count switch
    {
        > 1 when generated.Count > 1 && generated.IsSubsetOf(sets) => sets.Count > generated.Count ? "all sets" : "all generated sets",
        1 => sets[0],
        <= NamedSets => $"{string.Join(", ", sets[..^1])} and {sets[^1]}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", sets[..(NamedSets - 1)])} and {sets.Count - NamedSets + 1} more"),
    };

    private static string Range(List<string> numbers)
    {
        var (least, most) = (numbers.MinBy(Value)!, numbers.MaxBy(Value)!);
        return Value(least) == Value(most) ? numbers[0] : $"{least} to {most}";
    }

    private static double Value(string number) => double.Parse(number, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<![\w.])-?\d[\d,]*(\.\d+)?(e[+-]?\d+)?(?![\w])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();
}

/// <summary>What a reader should know about one set of a comparison.</summary>
/// <param name="Set">The set, as messages name it.</param>
/// <param name="Text">The rest of the sentence.</param>
/// <param name="OfModel">Whether it is about the model fitted to the set.</param>
internal sealed record ComparisonWarning(string Set, string Text, bool OfModel = false)
{
    internal string Sentence => OfModel ? $"model of {Set}: {Text}" : $"{Set}: {Text}";
}
