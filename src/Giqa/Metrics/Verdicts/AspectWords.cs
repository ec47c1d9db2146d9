namespace Giqa.Metrics;

/// <summary>How a verdict speaks of an aspect.</summary>
/// <param name="Aspect">The aspect.</param>
/// <param name="Noun">Its name, with which a sentence begins: "Realism".</param>
/// <param name="Comparative">What the better of two is: "more realistic".</param>
/// <param name="Superlative">What the best of many is: "most realistic".</param>
internal sealed record AspectWords(MetricAspect Aspect, string Noun, string Comparative, string Superlative)
{
    internal static IReadOnlyList<AspectWords> All { get; } =
    [
        new(MetricAspect.Realism, "Realism", "more realistic", "Most realistic"),
        new(MetricAspect.Diversity, "Diversity", "more diverse", "Most diverse"),
        new(MetricAspect.Closeness, "The distance to the reals", "closer to the reals", "Closest to the reals"),
    ];
}
