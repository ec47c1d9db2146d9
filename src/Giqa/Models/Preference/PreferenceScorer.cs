namespace Giqa.Models;

/// <summary>The expected utility of an image to the people whose judgements it was learned from.</summary>
internal sealed class PreferenceScorer(PreferencePosterior posterior) : Scorer
{
    private const string Weights = "preference.weights";
    private const string Spread = "preference.spread";
    private const string Centre = "preference.centre";
    private const string Figures = "preference.figures";
    private const double Largest = 1e50;

    internal PreferencePosterior Posterior => posterior;

    internal override void Score(ReadOnlySpan<double> rows, Span<double> scores, int threads, CancellationToken cancellationToken)
    {
        var dimensions = posterior.Weights.Length;
        for (var row = 0; row < scores.Length; row++)
        {
            scores[row] = posterior.Utility(rows.Slice(row * dimensions, dimensions));
        }
    }

    /// <summary>Writes what it takes to score, and to say how sure a score is.</summary>
    internal void Write(ModelTensors tensors)
    {
        var dimensions = posterior.Weights.Length;
        tensors.Add(Weights, posterior.Weights);
        tensors.Add(Spread, posterior.Spread, dimensions, dimensions);
        tensors.Add(Centre, posterior.Centre ?? new double[dimensions]);
        tensors.Add(Figures, new[] { posterior.Intercept, posterior.InterceptDeviation, posterior.Noise, posterior.PriorDeviation, posterior.LogEvidence });
    }

    /// <summary>Restores a scorer of rows of so many dimensions.</summary>
    /// <exception cref="ModelFileException">A part has another length, or is what no fit gives.</exception>
    internal static PreferenceScorer Read(ModelTensors tensors, int dimensions)
    {
        var figures = tensors.Doubles(Figures, 5);
        var posterior = new PreferencePosterior
        {
            Weights = tensors.Doubles(Weights, dimensions),
            Spread = tensors.Doubles(Spread, checked(dimensions * dimensions)),
            Centre = tensors.Doubles(Centre, dimensions),
            Intercept = figures[0],
            InterceptDeviation = figures[1],
            Noise = figures[2],
            PriorDeviation = figures[3],
            LogEvidence = figures[4],
        };

        // Finite numbers may still give no score.
        double[] sizes = [.. posterior.Weights, .. posterior.Spread, .. posterior.Centre, .. figures];
        return figures[1] >= 0 && figures[2] >= 0 && figures[3] > 0 && Array.TrueForAll(sizes, size => Math.Abs(size) < Largest)
            ? new PreferenceScorer(posterior)
            : throw new ModelFileException("its preference has numbers that no judgements give");
    }
}
