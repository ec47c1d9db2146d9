namespace Giqa.Models;

/// <summary>Every reduction is a sum of the outputs with weights of its own.</summary>
internal sealed class ImportedScorer : Scorer
{
    private ImportedScorer(double[] weights) => Weights = weights;

    /// <summary>One an output.</summary>
    internal double[] Weights { get; }

    /// <summary>Makes the scorer of a network.</summary>
    /// <param name="report">How its outputs are read.</param>
    /// <param name="outputs">How many there are.</param>
    /// <exception cref="ModelFileException">The reduction takes another number of outputs.</exception>
    internal static ImportedScorer Create(ImportedScorerReport report, int outputs)
    {
        double[] weights = report.Reduction switch
        {
            ScoreReduction.Scalar when outputs == 1 => [1],
            ScoreReduction.MeanOfBins when outputs > 1 => [.. Enumerable.Range(1, outputs)],
            ScoreReduction.Pair when outputs == 2 => [1, -1],
            ScoreReduction.Scalar => throw Mismatch("one number (--reduce scalar)"),
            ScoreReduction.MeanOfBins => throw Mismatch("two probabilities or more (--reduce mean-of-bins)"),
            _ => throw Mismatch("two numbers, good and bad (--reduce pair)"),
        };
        return new ImportedScorer(report.LowerIsBetter ? Array.ConvertAll(weights, weight => -weight) : weights);

        ModelFileException Mismatch(string wanted) =>
            new($"{report.Source} gives {Counted.Of(outputs, "number")} for a picture, and {wanted} would be read: choose another reduction, or another output (--output)");
    }

    internal override void Score(ReadOnlySpan<double> rows, Span<double> scores, int threads, CancellationToken cancellationToken)
    {
        for (var row = 0; row < scores.Length; row++)
        {
            var sum = 0.0;
            for (var output = 0; output < Weights.Length; output++)
            {
                sum += Weights[output] * rows[(row * Weights.Length) + output];
            }

            scores[row] = sum;
        }
    }
}
