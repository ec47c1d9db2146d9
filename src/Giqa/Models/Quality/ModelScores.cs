namespace Giqa.Models;

/// <summary>Raw scores of a batch, and which of its images are copies of a reference.</summary>
/// <remarks>Safe to share between threads as long as nobody writes to the arrays.</remarks>
public sealed class ModelScores
{
    internal ModelScores(double[] values, int[] copyOf) => (Values, CopyOf) = (values, copyOf);

    /// <summary>One raw score per image; higher is better.</summary>
    public double[] Values { get; }

    /// <summary>Per image the number of the reference that it copies, or -1: memorised, not merely good.</summary>
    public int[] CopyOf { get; }
}
