using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Agreement.Preferences;

/// <summary>
/// Sets forecasts of judgements beside those of other scorers. Intervals are percentiles over draws of groups of images with
/// replacement, the same draws for all scorers: judgements of the same images do not count as independent ones.
/// </summary>
/// <param name="labels">What people said.</param>
/// <param name="groups">The group of every row.</param>
/// <param name="tested">The labels that were foretold.</param>
/// <param name="seed">Determines the draws.</param>
internal sealed class PreferenceComparing(PreferenceLabels labels, int[] groups, int[] tested, ulong seed)
{
    private const int Draws = 1000;
    private const double Tail = .025;
    private const string Own = "prefer";

    /// <param name="own">The preference model's forecasts of the tested labels.</param>
    /// <param name="others">The others' scores of all rows.</param>
    internal PreferenceForecast Of(double[] own, IReadOnlyList<(string Name, double[] Scores)> others)
    {
        if (tested.Length < 2)
        {
            return new PreferenceForecast(tested.Length, [], "the judgements hang together so closely that none can be foretold from others: judge pairs of more images");
        }

        double[][] forecasts = [own, .. others.Select(other => Forecast(other.Scores))];
        int[] whole = [.. Enumerable.Range(0, tested.Length)];
        double[] values = [.. forecasts.Select(forecast => Figure(forecast, whole))];
        var drawn = Draw(forecasts);
        var figures = forecasts.Select((_, i) => Describe(i, i == 0 ? Own : others[i - 1].Name, values, drawn)).ToArray();
        return new PreferenceForecast(tested.Length, figures, Judge(figures));
    }

    private double[] Forecast(double[] scores) => Array.ConvertAll(tested, label => labels.ArePairs
        ? scores[labels.Comparisons[label].First] - scores[labels.Comparisons[label].Second]
        : scores[labels.Opinions[label].Row]);

    /// <summary>Per draw the figures of all scorers.</summary>
    private List<double[]> Draw(double[][] forecasts)
    {
        var random = new SeededRandom(seed);
        int[][] clusters = [.. Enumerable.Range(0, tested.Length).GroupBy(at => string.Join(',', labels.RowsOf(tested[at]).Select(row => groups[row]).Order())).Select(cluster => cluster.ToArray())];
        var drawn = new List<double[]>();
        for (var draw = 0; draw < Draws; draw++)
        {
            int[] places = [.. Enumerable.Range(0, clusters.Length).SelectMany(_ => clusters[random.NextInt(clusters.Length)])];
            drawn.Add(Array.ConvertAll(forecasts, forecast => Figure(forecast, places)));
        }

        return drawn;
    }

    private double Figure(double[] forecasts, int[] places)
    {
        if (!labels.ArePairs)
        {
            // What is the same everywhere goes along with nothing.
            var correlation = RankCorrelation.Spearman([.. places.Select(at => forecasts[at])], [.. places.Select(at => labels.Opinions[tested[at]].Opinion)]);
            return double.IsNaN(correlation) ? 0 : correlation;
        }

        return places.Average(at => (labels.Comparisons[tested[at]].Outcome, Math.Sign(forecasts[at])) switch
        {
            (PreferenceOutcome.Tie, _) or (_, 0) => .5,
            (PreferenceOutcome.First, 1) or (PreferenceOutcome.Second, -1) => 1,
            _ => 0,
        });
    }

    private static PreferenceFigure Describe(int scorer, string name, double[] values, List<double[]> drawn)
    {
        var (low, high) = Interval([.. drawn.Select(figures => figures[scorer])]);
        var figure = new PreferenceFigure(name, values[scorer], low, high);
        if (scorer == 0)
        {
            return figure;
        }

        var gain = values[0] - values[scorer];
        (low, high) = Interval([.. drawn.Select(figures => figures[0] - figures[scorer])]);
        return figure with { Gain = gain, GainLow = low, GainHigh = high };
    }

    private static (double Low, double High) Interval(double[] values)
    {
        Array.Sort(values);
        return (values[(int)(Tail * values.Length)], values[^(1 + (int)(Tail * values.Length))]);
    }

    private string Judge(PreferenceFigure[] figures)
    {
        var chance = labels.ArePairs ? .5 : 0;
        if (figures[0].Low <= chance)
        {
            return "it does not foretell people better than chance does: judge more images";
        }

        return figures[1..].Where(figure => figure.GainLow <= 0).MaxBy(figure => figure.Value) is { } equal
            ? $"it is not shown to be better than {equal.Scorer}, which needs no judgements: judge more images, or use that"
            : figures.Length > 1 ? $"it foretells people better than {string.Join(" and ", figures[1..].Select(figure => figure.Scorer))}" : "it foretells people better than chance does";
    }
}
