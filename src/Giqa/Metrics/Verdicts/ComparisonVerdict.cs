using System.Globalization;

namespace Giqa.Metrics;

/// <summary>A comparison in words, built from its statistics alone.</summary>
/// <param name="Headline">One line.</param>
/// <param name="Sentences">The evidence, one sentence per aspect.</param>
/// <remarks>
/// Two sets differ if a paired test's p, corrected for the tests made on that pair (Holm, 1979), is below .05. A single set is
/// compared with the reals, whose QS and DS are .5 by construction. A set of which more than one image in a hundred is a real
/// one gets no verdict.
/// </remarks>
public sealed record ComparisonVerdict(string Headline, IReadOnlyList<string> Sentences)
{
    /// <summary>A share of copies up to this does not move a mean by more than its error.</summary>
    private const double HarmlessCopies = .01;

    /// <summary>Puts a comparison into words.</summary>
    public static ComparisonVerdict Of(ComparisonReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var names = report.Results.Zip(SetNames.Shorten([.. report.Results.Select(result => result.Input)])).GroupBy(pair => pair.First.Input).ToDictionary(group => group.Key, group => group.First().Second);
        return OfNamed(report with
        {
            Results = [.. report.Results.Select(result => result with { Input = names[result.Input] })],
            Tests = [.. report.Tests.Select(test => test with { First = names[test.First], Second = names[test.Second] })],
        });
    }

    private static ComparisonVerdict OfNamed(ComparisonReport report) => report.Results.Where(IsCopied).ToList() is { Count: > 0 } copied
        ? OfUncopied(report, copied)
        : OfSound(report);

    /// <summary>Whether so many of a set are real images that its figures say nothing about its generator.</summary>
    internal static bool IsCopied(ComparisonResult result) => result.CopiesOfReals > HarmlessCopies * result.Counts.Generated;

    /// <summary>What can be said of the other sets; the figures of copies say nothing about their generator.</summary>
    private static ComparisonVerdict OfUncopied(ComparisonReport report, List<ComparisonResult> copied)
    {
        var names = report.Results.Except(copied).Select(result => result.Input).ToHashSet(StringComparer.Ordinal);
        var reasons = copied.Select(result => string.Create(
            CultureInfo.InvariantCulture, $"{result.CopiesOfReals} of the {result.Counts.Generated} images of {result.Input} are real images, which every metric counts as perfect: it is not judged."));
        if (names.Count == 0)
        {
            return new ComparisonVerdict(copied is [var only] ? "No verdict: generated images are real ones" : "No verdict: in all sets, generated images are real ones", [.. reasons]);
        }

        var rest = OfSound(report with
        {
            Results = [.. report.Results.Except(copied)],
            Tests = [.. report.Tests.Where(test => names.Contains(test.First) && names.Contains(test.Second))],
        });
        return new ComparisonVerdict(names.Count == 1 ? $"{names.Single()}: {LowerFirst(rest.Headline)}" : rest.Headline, [.. rest.Sentences, .. reasons]);
    }

    private static ComparisonVerdict OfSound(ComparisonReport report) => report switch
    {
        { Results: [var only] } => SingleVerdict.Of(only),
        { Tests.Count: 0 } => new ComparisonVerdict("Not tested", ["Differences were not tested against noise, so the figures below do not rank the sets with certainty."]),
        _ when report.Tests.All(test => test.PValue is null) => new ComparisonVerdict(
            "Too few images to tell", [$"Sets of fewer than {PairTests.LeastImages} images are not tested, so the figures below do not rank the sets with certainty."]),
        { Results: [var first, var second] } => OfTwo(new PairVerdict(
            first.Input, second.Input, report.Tests, Math.Min(first.Counts.Generated, second.Counts.Generated))),
        _ => OfMany(report),
    };

    private static ComparisonVerdict OfTwo(PairVerdict pair)
    {
        var sentences = AspectWords.All.Where(words => pair.IsTested(words.Aspect)).Select(pair.Sentence).ToList();
        var parts = AspectWords.All.Take(2).Where(words => pair.IsTested(words.Aspect)).ToList();
        if (parts.Count == 0)
        {
            parts = [.. AspectWords.All.Where(words => pair.IsTested(words.Aspect))];
        }

        var winners = parts.ConvertAll(words => pair.Winner(words.Aspect));
        if (parts is [var one, var other] && winners[0] is { } both && winners[0] == winners[1])
        {
            return new ComparisonVerdict($"{both} is {one.Comparative} and {other.Comparative}", sentences);
        }

        if (winners.TrueForAll(winner => winner is null) && !parts.Exists(words => pair.IsContested(words.Aspect)))
        {
            return new ComparisonVerdict(
                pair.Winner(MetricAspect.Closeness) is { } closer ? $"{closer} is closer to the reals"
                    : parts.TrueForAll(words => pair.IsTooSmall(words.Aspect)) ? "Too few images to tell" : "No difference beyond noise",
                sentences);
        }

        var claims = parts.Select((words, i) => winners[i] is { } winner
            ? $"{winner} is {words.Comparative}"
            : pair.IsContested(words.Aspect) ? $"{LowerFirst(words.Noun)} is disputed"
            : pair.IsTooSmall(words.Aspect) ? $"{LowerFirst(words.Noun)}: too few images to tell" : $"{LowerFirst(words.Noun)} differs by less than noise");
        return new ComparisonVerdict(UpperFirst(string.Join("; ", claims)), sentences);
    }

    private static ComparisonVerdict OfMany(ComparisonReport report)
    {
        var sentences = AspectWords.All.Select(words => ManyVerdict.Sentence(words, report)).OfType<string>().ToList();
        return new ComparisonVerdict(sentences.Count > 0 ? sentences[0] : $"{report.Results.Count} sets", [.. sentences.Skip(1)]);
    }

    private static string LowerFirst(string text) => char.ToLowerInvariant(text[0]) + text[1..];

    // A name keeps its case: only a claim that begins with an aspect is capitalised.
    private static string UpperFirst(string text) =>
        AspectWords.All.Any(words => text.StartsWith(LowerFirst(words.Noun), StringComparison.Ordinal)) ? char.ToUpperInvariant(text[0]) + text[1..] : text;
}

/// <summary>The words for an aspect in a verdict.</summary>
/// <param name="Aspect">The aspect.</param>
/// <param name="Noun">Its name at the beginning of a sentence: "Realism".</param>
/// <param name="Comparative">The better of two: "more realistic".</param>
/// <param name="Superlative">The best of many: "most realistic".</param>
internal sealed record AspectWords(MetricAspect Aspect, string Noun, string Comparative, string Superlative)
{
    internal static IReadOnlyList<AspectWords> All { get; } =
    [
        new(MetricAspect.Realism, "Realism", "more realistic", "Most realistic"),
        new(MetricAspect.Diversity, "Diversity", "more diverse", "Most diverse"),
        new(MetricAspect.Closeness, "The distance to the reals", "closer to the reals", "Closest to the reals"),
    ];
}
