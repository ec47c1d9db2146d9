namespace Giqa.Models;

/// <summary>
/// Choices with ties (Davidson, JASA 65, 1970): with strengths s = exp(u), P(i over j) = s_i / (s_i + s_j + n sqrt(s_i s_j)) and
/// P(tie) = n sqrt(s_i s_j) / (the same). Without ties (n = 0) it is the model of Bradley and Terry.
/// </summary>
/// <param name="First">The probability that the first image is preferred.</param>
/// <param name="Second">The probability that the second one is.</param>
/// <param name="Tie">The probability of neither.</param>
internal readonly record struct Davidson(double First, double Second, double Tie)
{
    /// <summary>d ln P(first) / d difference is half of 1 - this, and so on: the expected choice, 1 for the first, -1 for the second.</summary>
    internal double Mean => First - Second;

    /// <summary>-d2 ln P / d difference2, the same for every outcome: a quarter of the choice's variance.</summary>
    internal double Curvature => (First + Second - (Mean * Mean)) / 4;

    /// <summary>The probabilities at a difference of utilities.</summary>
    /// <param name="difference">u_i - u_j.</param>
    /// <param name="logTie">ln n; negative infinity for no ties.</param>
    internal static Davidson At(double difference, double logTie)
    {
        var half = difference / 2;
        var ceiling = Math.Max(Math.Abs(half), logTie);
        var (first, second, tie) = (Math.Exp(half - ceiling), Math.Exp(-half - ceiling), Math.Exp(logTie - ceiling));
        var sum = first + second + tie;
        return new Davidson(first / sum, second / sum, tie / sum);
    }

    /// <summary>The logarithm of an outcome's probability; exact where the probability itself would vanish.</summary>
    internal static double LogProbability(PreferenceOutcome outcome, double difference, double logTie)
    {
        var half = difference / 2;
        var ceiling = Math.Max(Math.Abs(half), logTie);
        var sum = Math.Exp(half - ceiling) + Math.Exp(-half - ceiling) + Math.Exp(logTie - ceiling);
        var own = outcome switch { PreferenceOutcome.First => half, PreferenceOutcome.Second => -half, _ => logTie };
        return own - ceiling - Math.Log(sum);
    }
}
