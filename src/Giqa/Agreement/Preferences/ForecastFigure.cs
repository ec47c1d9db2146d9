namespace Giqa.Agreement.Preferences;

/// <summary>How well forecasts go along with judgements, each of which counts a number of times.</summary>
internal abstract class ForecastFigure
{
    /// <summary>The figure.</summary>
    /// <param name="times">How often each judgement counts.</param>
    internal abstract double Of(ReadOnlySpan<int> times);
}

/// <summary>The share of pairs in order.</summary>
/// <param name="agreement">Per pair 1, 0, or one half.</param>
internal sealed class PairFigure(double[] agreement) : ForecastFigure
{
    /// <inheritdoc/>
    internal override double Of(ReadOnlySpan<int> times)
    {
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < agreement.Length; i++)
        {
            sum += times[i] * agreement[i];
            count += times[i];
        }

        return sum / count;
    }
}

/// <summary>Spearman's rank correlation; the orders are found once, for any number of draws.</summary>
internal sealed class RankFigure : ForecastFigure
{
    private readonly int[][] _opinions;
    private readonly int[][] _forecasts;
    private readonly double[] _opinionRanks;
    private readonly double[] _forecastRanks;

    /// <summary>Finds the orders.</summary>
    internal RankFigure(double[] opinions, double[] forecasts)
    {
        (_opinions, _forecasts) = (Ties(opinions), Ties(forecasts));
        (_opinionRanks, _forecastRanks) = (new double[opinions.Length], new double[opinions.Length]);
    }

    /// <inheritdoc/>
    /// <remarks>What is the same everywhere goes along with nothing: 0.</remarks>
    internal override double Of(ReadOnlySpan<int> times)
    {
        var mean = (Rank(_opinions, times, _opinionRanks) + 1) / 2.0;
        _ = Rank(_forecasts, times, _forecastRanks);
        var (ofOpinions, ofForecasts, together) = (0.0, 0.0, 0.0);
        for (var i = 0; i < times.Length; i++)
        {
            var (opinion, forecast) = (_opinionRanks[i] - mean, _forecastRanks[i] - mean);
            ofOpinions += times[i] * opinion * opinion;
            ofForecasts += times[i] * forecast * forecast;
            together += times[i] * opinion * forecast;
        }

        return ofOpinions > 0 && ofForecasts > 0 ? together / Math.Sqrt(ofOpinions * ofForecasts) : 0;
    }

    /// <summary>Places of equal values, the lowest first.</summary>
    private static int[][] Ties(double[] values) => [.. Enumerable.Range(0, values.Length).GroupBy(at => values[at]).OrderBy(tie => tie.Key).Select(tie => tie.ToArray())];

    /// <summary>Equal values share the mean of their ranks.</summary>
    /// <returns>How many there are.</returns>
    private static int Rank(int[][] ties, ReadOnlySpan<int> times, double[] ranks)
    {
        var before = 0;
        foreach (var tie in ties)
        {
            var count = 0;
            foreach (var at in tie)
            {
                count += times[at];
            }

            foreach (var at in tie)
            {
                ranks[at] = before + ((count + 1) / 2.0);
            }

            before += count;
        }

        return before;
    }
}
