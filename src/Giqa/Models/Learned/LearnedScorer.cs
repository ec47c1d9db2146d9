namespace Giqa.Models;

/// <summary>
/// Turns a trained network's outputs into a score: the mean of N sigmoids (GIQA eq. 4), times that of the soundness classifiers if
/// there are any; or the only output unchanged.
/// </summary>
/// <param name="method">What was trained.</param>
/// <param name="outputs">The network's outputs for an image.</param>
/// <param name="soundness">How many of them, the last, tell whether a picture is undamaged.</param>
internal sealed class LearnedScorer(FitMethod method, int outputs, int soundness) : Scorer
{
    /// <summary>True where outputs are logits; RankIQA's output has no bounds.</summary>
    internal bool TakesSigmoids => method != FitMethod.Rank;

    /// <summary>The network's outputs for an image.</summary>
    internal int Outputs => outputs;

    /// <summary>How many of the outputs, the last, are soundness classifiers.</summary>
    internal int Soundness => soundness;

    /// <summary>Whether a method is learned by a network rather than fitted to features.</summary>
    internal static bool IsLearned(FitMethod method) => method is FitMethod.Mbc or FitMethod.Ir or FitMethod.Bc or FitMethod.Rank;

    internal override void Score(ReadOnlySpan<double> rows, Span<double> scores, int threads, CancellationToken cancellationToken)
    {
        for (var row = 0; row < scores.Length; row++)
        {
            scores[row] = Combine(rows.Slice(row * outputs, outputs));
        }
    }

    private double Combine(ReadOnlySpan<double> values)
    {
        if (!TakesSigmoids)
        {
            return values[0];
        }

        var own = MeanOfSigmoids(values[..^soundness]);
        return soundness == 0 ? own : own * MeanOfSigmoids(values[^soundness..]);
    }

    private static double MeanOfSigmoids(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += 1 / (1 + Math.Exp(-value));
        }

        return sum / values.Length;
    }
}
