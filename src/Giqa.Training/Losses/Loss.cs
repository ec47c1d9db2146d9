using Giqa.Training.Torch;

namespace Giqa.Training.Losses;

/// <summary>What training minimises. All take logits in float32 (convert a bfloat16 output with <c>To(ElementType.Float32)</c>) and give one number.</summary>
internal static class Loss
{
    /// <summary>Binary cross-entropy with logits: the mean of w (softplus(x) - t x).</summary>
    /// <param name="logits">Any shape.</param>
    /// <param name="targets">The same shape, in [0, 1].</param>
    /// <param name="weights">A weight for each value, or a shape that repeats to it; null for 1.</param>
    public static Tensor BinaryCrossEntropy(Tensor logits, Tensor targets, Tensor? weights = null) =>
        Op.BinaryCrossEntropy.Call(logits, targets, weights);

    /// <summary>Cross-entropy: the mean of -log softmax(x)[class].</summary>
    /// <param name="logits">N x classes.</param>
    /// <param name="classes">N 64-bit class numbers.</param>
    public static Tensor CrossEntropy(Tensor logits, Tensor classes) => Op.CrossEntropy.Call(logits, classes);

    /// <summary>The mean absolute difference.</summary>
    public static Tensor Absolute(Tensor output, Tensor target) => Op.AbsoluteLoss.Call(output, target);

    /// <summary>The mean squared difference.</summary>
    public static Tensor Squared(Tensor output, Tensor target) => Op.SquaredLoss.Call(output, target);
}
