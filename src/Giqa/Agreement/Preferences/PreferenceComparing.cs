using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Agreement.Preferences;

/// <summary>
/// Sets forecasts of judgements beside those of other scorers. Intervals are percentiles over draws of groups of images with
/// replacement, the same draws for all scorers: judgements of the same images do not count as independent ones.
/// </summary>
/// <param name="labels">What people said.</param>
/// <param name="groups">The group of every row.</param>
/// <param name="seed">Determines the draws.</param>
internal sealed class PreferenceComparing(PreferenceLabels labels, int[] groups, ulong seed)
{
    private const int Draws = 1000;
    private const double Tail = .025;
    private const string Own = "prefer";

    /// <param name="foretold">The labels that the preference model foretold.</param>
    /// <param name="others">The others' scores of all rows.</param>
    internal PreferenceForecast Of(IReadOnlyList<ForetoldLabel> foretold, IReadOnlyList<(string Name, double[] Scores)> others)
    {
        if (foretold.Count < 2)
        {
            return new PreferenceForecast(foretold, [], "the judgements hang together so closely that none can be foretold from others: judge pairs of more images");
        }

        int[] tested = [.. foretold.Select(label => label.Label)];
        ForecastFigure[] forecasts = [FigureOf(tested, [.. foretold.Select(label => label.Value)]), .. others.Select(other => FigureOf(tested, Forecast(tested, other.Scores)))];
        int[] once = new int[tested.Length];
        Array.Fill(once, 1);
        double[] values = [.. forecasts.Select(forecast => forecast.Of(once))];
        var drawn = Draw(tested, forecasts);
        var figures = forecasts.Select((_, i) => Describe(i, i == 0 ? Own : others[i - 1].Name, values, drawn)).ToArray();
        return new PreferenceForecast(foretold, figures, Judge(figures));
    }

    private double[] Forecast(int[] tested, double[] scores) => Array.ConvertAll(tested, label => labels.ArePairs
        ? scores[labels.Comparisons[label].First] - scores[labels.Comparisons[label].Second]
        : scores[labels.Opinions[label].Row]);

    private ForecastFigure FigureOf(int[] tested, double[] forecasts) => labels.ArePairs
        ? new PairFigure([.. tested.Zip(forecasts, (label, forecast) => Agreement(labels.Comparisons[label].Outcome, Math.Sign(forecast)))])
        : new RankFigure([.. tested.Select(label => labels.Opinions[label].Opinion)], forecasts);

    private static double Agreement(PreferenceOutcome outcome, int sign) => (outcome, sign) switch
    {
        (PreferenceOutcome.Tie, _) or (_, 0) => .5,
        (PreferenceOutcome.First, 1) or (PreferenceOutcome.Second, -1) => 1,
        _ => 0,
    };

    /// <summary>Per draw the figures of all scorers.</summary>
    private List<double[]> Draw(int[] tested, ForecastFigure[] forecasts)
    {
        var random = new SeededRandom(seed);
        int[][] clusters = [.. Enumerable.Range(0, tested.Length).GroupBy(at => string.Join(',', labels.RowsOf(tested[at]).Select(row => groups[row]).Order())).Select(cluster => cluster.ToArray())];
        var (drawn, times) = (new List<double[]>(), new int[tested.Length]);
        for (var draw = 0; draw < Draws; draw++)
        {
            Array.Clear(times);
            for (var i = 0; i < clusters.Length; i++)
            {
                foreach (var at in clusters[random.NextInt(clusters.Length)])
                {
                    times[at]++;
                }
            }

            drawn.Add(Array.ConvertAll(forecasts, forecast => forecast.Of(times)));
        }

        return drawn;
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
            ? $"it is not shown to be better than {equal.Scorer}: judge more images, or use that"
            : figures.Length > 1 ? $"it foretells people better than {string.Join(" and ", figures[1..].Select(figure => figure.Scorer))}" : "it foretells people better than chance does";
    }
}
