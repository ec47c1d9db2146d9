namespace Giqa.Training.Losses;

/// <summary>The losses word for word, in float64, which <see cref="Loss"/> computes with libtorch. Tests compare the two; nothing else calls them.</summary>
internal static class LossDefinition
{
    /// <summary>The mean of -t log s(x) - (1 - t) log(1 - s(x)), with s the logistic function: what MBC, BC and RISA's classifiers minimise.</summary>
    internal static double BinaryCrossEntropy(IReadOnlyList<float> logits, IReadOnlyList<double> targets) =>
        logits.Zip(targets, (x, t) => (-t * Math.Log(Sigmoid(x))) - ((1 - t) * Math.Log(1 - Sigmoid(x)))).Average();

    /// <summary>-log of the softmax at a class: RISA's contrast, with a logit for each reference.</summary>
    internal static double CrossEntropy(IReadOnlyList<double> logits, int target) =>
        Math.Log(logits.Sum(Math.Exp)) - logits[target];

    /// <summary>The mean of (s(x) - t)^2: what IR minimises.</summary>
    internal static double Squared(IReadOnlyList<float> logits, IReadOnlyList<double> targets) =>
        logits.Zip(targets, (x, t) => (Sigmoid(x) - t) * (Sigmoid(x) - t)).Average();

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
