namespace Giqa.Models;

/// <summary>Every reduction is a weighted sum of the outputs.</summary>
internal sealed class ImportedScorer : Scorer
{
    private ImportedScorer(double[] weights) => Weights = weights;

    /// <summary>One per output.</summary>
    internal double[] Weights { get; }

    /// <summary>Makes the scorer of a network.</summary>
    /// <param name="report">How its outputs are read.</param>
    /// <param name="outputs">How many there are.</param>
    /// <exception cref="ModelFileException">The reduction needs a different number of outputs.</exception>
    internal static ImportedScorer Create(ImportedScorerReport report, int outputs)
    {
        double[] weights = report.Reduction switch
        {
            ScoreReduction.Scalar when outputs == 1 => [1],
            ScoreReduction.MeanOfBins when outputs > 1 => [.. Enumerable.Range(1, outputs)],
            ScoreReduction.Pair when outputs == 2 => [1, -1],
            ScoreReduction.Scalar => throw Mismatch("one number (--reduce scalar)"),
            ScoreReduction.MeanOfBins => throw Mismatch("at least two probabilities (--reduce mean-of-bins)"),
            _ => throw Mismatch("two numbers, good and bad (--reduce pair)"),
        };
        return new ImportedScorer(report.LowerIsBetter ? Array.ConvertAll(weights, weight => -weight) : weights);

        ModelFileException Mismatch(string wanted) =>
            new($"{report.Source} gives {Counted.Of(outputs, "number")} for a picture, but the reduction needs {wanted}: choose another reduction, or another output (--output)");
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

/// <summary>Where an imported scorer comes from, and how its outputs are read.</summary>
internal sealed record ImportedScorerReport
{
    /// <summary>The name of the ONNX file.</summary>
    public required string Source { get; init; }

    /// <summary>The licence of its weights, if stated.</summary>
    public required string Licence { get; init; }

    /// <summary>How its outputs become one number.</summary>
    public required ScoreReduction Reduction { get; init; }

    /// <summary>Whether that number is lower for better images, like predicted differences of opinion (DMOS); scores are then its negative.</summary>
    public required bool LowerIsBetter { get; init; }

    /// <summary>How its outputs are read, in words: <c>the mean of its bins, higher is better</c>.</summary>
    public string Describe()
    {
        var what = Reduction switch
        {
            ScoreReduction.Scalar => "one number",
            ScoreReduction.MeanOfBins => "the mean of its bins",
            _ => "good minus bad",
        };
        return $"{what}, {(LowerIsBetter ? "lower" : "higher")} is better";
    }
}

/// <summary>How the outputs of a third-party scorer become one number.</summary>
public enum ScoreReduction
{
    /// <summary>It gives one number, which is used unchanged.</summary>
    Scalar,

    /// <summary>It gives the probabilities of the ratings 1, 2, 3 ..., like NIMA's ten: their mean is used.</summary>
    MeanOfBins,

    /// <summary>It gives two numbers, for good and for bad, like a classifier or two prompts: their difference is used.</summary>
    Pair,
}
