using Giqa.Training.Losses;
using Giqa.Training.Torch;

namespace Giqa.Training.Risa;

/// <summary>The three terms of RISA's loss (AAAI 2022), each on the logits of the classifiers (or the one output of the regression).</summary>
/// <param name="thresholds">T_1 to T_N; empty for the regression.</param>
internal sealed class RisaObjective(double[] thresholds)
{
    private const double Excluded = -1e4;

    internal int Outputs => Math.Max(1, thresholds.Length);

    private bool IsRegression => thresholds.Length == 0;

    /// <summary>RISA, weak supervision: the mean cross-entropy of [label >= T_i], or the mean squared difference of output and label.</summary>
    /// <param name="logits">N x outputs.</param>
    /// <param name="labels">N.</param>
    internal Tensor Supervision(Tensor logits, IReadOnlyList<double> labels)
    {
        var targets = IsRegression
            ? Tensor.From([.. labels.Select(label => (float)label)], labels.Count, 1)
            : Tensor.From([.. labels.SelectMany(label => thresholds.Select(threshold => label >= threshold ? 1f : 0f))], labels.Count, Outputs);
        return IsRegression
            ? Loss.Squared(Op.Sigmoid.Call(logits), targets.To(logits.Device))
            : Loss.BinaryCrossEntropy(logits, targets.To(logits.Device));
    }

    /// <summary>RISA, upper bound: pairs of one style must score 1: all classifiers say yes.</summary>
    internal Tensor UpperBound(Tensor logits)
    {
        var ones = Op.OnesLike.Call(logits);
        return IsRegression ? Loss.Squared(Op.Sigmoid.Call(logits), ones) : Loss.BinaryCrossEntropy(logits, ones);
    }

    /// <summary>
    /// RISA, contrast: of all references of the batch, a good image's own should give the highest mean logit (cross-entropy over the
    /// references). Rows of the batch with the same reference are not negatives.
    /// </summary>
    /// <param name="network">Compares.</param>
    /// <param name="references">Styles of the batch's references, N x style.</param>
    /// <param name="images">Styles of the batch's images, N x style.</param>
    /// <param name="numbers">The number of the reference of each row.</param>
    /// <param name="good">The rows whose images are good.</param>
    /// <returns>Null if there is no good image, or no second reference.</returns>
    internal static Tensor? Contrast(RisaNetwork network, Tensor references, Tensor images, int[] numbers, int[] good)
    {
        if (good.Length == 0 || numbers.Distinct().Count() < 2)
        {
            return null;
        }

        var scores = Scores(network, references, images.IndexSelect(0, Tensor.FromIntegers([.. good.Select(row => (long)row)], good.Length).To(images.Device)));
        var mask = good.SelectMany(row => numbers.Select((number, column) => column != row && number == numbers[row] ? (float)Excluded : 0)).ToArray();
        var classes = Tensor.FromIntegers([.. good.Select(row => (long)row)], good.Length);
        return Loss.CrossEntropy(scores + Tensor.From(mask, good.Length, numbers.Length).To(images.Device), classes.To(images.Device));
    }

    /// <summary>The mean logits of every image with every reference.</summary>
    /// <returns>images x references.</returns>
    internal static Tensor Scores(RisaNetwork network, Tensor references, Tensor images) =>
        network.Compare(references.Reshape(1, references.Size(0), -1), images.Reshape(images.Size(0), 1, -1)).Mean([2]);
}
