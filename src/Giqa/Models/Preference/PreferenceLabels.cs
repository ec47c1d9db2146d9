namespace Giqa.Models;

/// <summary>What people said of images: judged pairs, or opinions of single images.</summary>
/// <param name="Comparisons">Judgements of pairs; empty for opinions.</param>
/// <param name="Opinions">Opinions of images, by the images' rows, one an image; empty for pairs.</param>
internal sealed record PreferenceLabels(IReadOnlyList<PreferenceComparison> Comparisons, IReadOnlyList<(int Row, double Opinion)> Opinions)
{
    internal bool ArePairs => Opinions.Count == 0;

    internal int Count => ArePairs ? Comparisons.Count : Opinions.Count;

    internal static PreferenceLabels Of(IReadOnlyList<PreferenceComparison> comparisons) => new(comparisons, []);

    internal static PreferenceLabels Of(IReadOnlyList<(int Row, double Opinion)> opinions) => new([], opinions);

    /// <summary>The rows that a label speaks of.</summary>
    internal IEnumerable<int> RowsOf(int label) => ArePairs ? [Comparisons[label].First, Comparisons[label].Second] : [Opinions[label].Row];

    /// <summary>All rows that labels speak of, ascending.</summary>
    internal int[] Rows() => [.. Enumerable.Range(0, Count).SelectMany(RowsOf).Distinct().Order()];

    /// <summary>Some of the labels.</summary>
    internal PreferenceLabels Select(IEnumerable<int> labels) => ArePairs
        ? Of([.. labels.Select(label => Comparisons[label])])
        : Of([.. labels.Select(label => Opinions[label])]);
}
