namespace Giqa.Models;

/// <summary>How the outputs of somebody else's scorer become one number.</summary>
public enum ScoreReduction
{
    /// <summary>It gives one number, which is taken as it is.</summary>
    Scalar,

    /// <summary>It gives the probabilities of the marks 1, 2, 3 ..., as NIMA does of ten: their mean is taken.</summary>
    MeanOfBins,

    /// <summary>It gives two numbers, for good and for bad, as a classifier or two prompts do: their difference is taken.</summary>
    Pair,
}
