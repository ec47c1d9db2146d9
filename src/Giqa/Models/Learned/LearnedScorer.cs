namespace Giqa.Models;

/// <summary>Turns a trained network's outputs into a score: the mean of N sigmoids (GIQA, eq. 4), or the one output as it is.</summary>
internal sealed class LearnedScorer(FitMethod method, int outputs) : Scorer
{
    /// <summary>True where outputs are logits; RankIQA's output has no bounds.</summary>
    internal bool TakesSigmoids => method != FitMethod.Rank;

    /// <summary>The network's outputs for an image.</summary>
    internal int Outputs => outputs;

    /// <summary>Whether a method is learned by a network, and not fitted to features.</summary>
    internal static bool IsLearned(FitMethod method) => method is FitMethod.Mbc or FitMethod.Ir or FitMethod.Bc or FitMethod.Rank;

    internal override ModelScores Score(double[] rows, int count, int threads, CancellationToken cancellationToken)
    {
        var (scores, copies) = (new double[count], new int[count]);
        Array.Fill(copies, -1);
        for (var row = 0; row < count; row++)
        {
            scores[row] = Combine(rows.AsSpan(row * outputs, outputs));
        }

        return new ModelScores(scores, copies);
    }

    private double Combine(ReadOnlySpan<double> values)
    {
        if (!TakesSigmoids)
        {
            return values[0];
        }

        var sum = 0.0;
        foreach (var value in values)
        {
            sum += 1 / (1 + Math.Exp(-value));
        }

        return sum / values.Length;
    }
}
