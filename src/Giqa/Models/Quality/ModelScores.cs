namespace Giqa.Models;

/// <summary>Raw scores and qualities of a batch, and which of its images are copies of a reference.</summary>
/// <remarks>Safe to share between threads as long as the arrays are not written to.</remarks>
internal sealed class ModelScores
{
    internal ModelScores(double[] values, double[] qualities, int[] copyOf, double[]? deviations = null) =>
        (Values, Qualities, CopyOf, Deviations) = (values, qualities, copyOf, deviations);

    /// <summary>One raw score per image; higher is better. Images are ranked by <see cref="Qualities"/>.</summary>
    public double[] Values { get; }

    /// <summary>One quality per image, in (0, 1): .5 is as good as the median real image.</summary>
    public double[] Qualities { get; }

    /// <summary>Per image the number of the reference that it copies, or -1: memorised, not merely good.</summary>
    public int[] CopyOf { get; }

    /// <summary>One standard deviation per image: the uncertainty of its raw score. Null for models that do not estimate it.</summary>
    public double[]? Deviations { get; }
}
