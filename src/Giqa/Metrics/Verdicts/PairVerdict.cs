using System.Globalization;

namespace Giqa.Metrics;

/// <summary>What the paired tests say about two sets: per aspect, which is better beyond noise.</summary>
internal sealed class PairVerdict
{
    private readonly List<(ComparisonMetric Metric, PairedTest Test, double Chance)> _tests;
    private readonly int _images;

    /// <param name="first">A set.</param>
    /// <param name="second">Another set.</param>
    /// <param name="tests">The tests of all pairs; those of these two are taken, in either order.</param>
    /// <param name="images">The images of the smaller set.</param>
    internal PairVerdict(string first, string second, IEnumerable<PairedTest> tests, int images)
    {
        _images = images;
        PairedTest[] own = [.. tests.Where(test => test.PValue is not null && ((test.First, test.Second) == (first, second) || (test.First, test.Second) == (second, first)))];
        var corrected = HolmCorrection.Correct([.. own.Select(test => test.PValue!.Value)]);
        _tests = [.. own.Select((test, i) => (ComparisonMetric.Find(test.Metric), test, corrected[i]))];
    }

    /// <summary>Whether the aspect was tested at all.</summary>
    internal bool IsTested(MetricAspect aspect) => Of(aspect).Any();

    /// <summary>The better set; null if the difference is within noise, or the metrics disagree.</summary>
    internal string? Winner(MetricAspect aspect)
    {
        var winners = Beyond(aspect).Select(entry => BetterOf(entry.Metric, entry.Test)).Distinct().ToList();
        return winners.Count == 1 ? winners[0] : null;
    }

    /// <summary>Whether metrics of one aspect favour different sets, each beyond noise.</summary>
    internal bool IsContested(MetricAspect aspect) => Beyond(aspect).Select(entry => BetterOf(entry.Metric, entry.Test)).Distinct().Count() > 1;

    /// <summary>Whether none of an aspect's tests would detect even a clear difference between sets this small.</summary>
    internal bool IsTooSmall(MetricAspect aspect) => Of(aspect).All(entry => _images < entry.Metric.TellingImages);

    /// <summary>A sentence on an aspect that was tested.</summary>
    internal string Sentence(AspectWords words)
    {
        if (IsContested(words.Aspect))
        {
            var sides = Beyond(words.Aspect).GroupBy(entry => BetterOf(entry.Metric, entry.Test));
            return $"{words.Noun} is disputed: {string.Join("; ", sides.Select(side => $"{string.Join(" and ", side.Select(entry => entry.Metric.Name))} favour{(side.Count() == 1 ? "s" : "")} {side.Key}"))}.";
        }

        return Winner(words.Aspect) is { } winner
            ? $"{winner} is {words.Comparative} ({Evidence(Beyond(words.Aspect))})."
            : IsTooSmall(words.Aspect) ? $"{words.Noun}: too few images to tell ({Evidence(Of(words.Aspect))})."
            : $"{words.Noun} differs by less than noise ({Evidence(Of(words.Aspect))}).";
    }

    private static string Evidence(IEnumerable<(ComparisonMetric Metric, PairedTest Test, double Chance)> tests) =>
        string.Join("; ", tests.Select(entry => $"{entry.Metric.Name}, {Chance(entry.Chance)}"));

    private static string Chance(double chance)
    {
        var digits = chance < 0.1 ? 3 : 2;
        var text = Math.Round(chance, digits).ToString(digits == 3 ? ".000" : "0.00", CultureInfo.InvariantCulture);
        return chance < 0.0005 ? "p < .001" : $"p = {(text[0] == '0' ? text[1..] : text)}";
    }

    private static string BetterOf(ComparisonMetric metric, PairedTest test) => test.FirstIsHigher == metric.HigherIsBetter ? test.First : test.Second;

    private IEnumerable<(ComparisonMetric Metric, PairedTest Test, double Chance)> Of(MetricAspect aspect) => _tests.Where(entry => entry.Metric.Aspect == aspect);

    private IEnumerable<(ComparisonMetric Metric, PairedTest Test, double Chance)> Beyond(MetricAspect aspect) => Of(aspect).Where(entry => entry.Chance < PairedTest.Level);
}
