using Giqa.Images;

namespace Giqa.Training.Scorers;

/// <summary>How good a generated image is considered to be from its iteration alone (GIQA eq. 1).</summary>
/// <remarks>Degraded reals have a separate scale, below 0: nothing says which of them is as good as which iteration.</remarks>
internal static class PseudoLabel
{
    /// <summary>The label of a real image.</summary>
    internal const double Real = 1;

    /// <summary>The label of a real that is degraded by a strength.</summary>
    internal static double OfDegraded(int strength) => -strength / (double)Degradation.MaxStrength;

    /// <summary>The strength that a label below 0 represents.</summary>
    internal static int StrengthOf(double label) => (int)Math.Round(-label * Degradation.MaxStrength);

    /// <summary>Whether two labels say which of two images is better: generated and degraded images are not compared with each other.</summary>
    internal static bool AreComparable(double one, double other) => one != other && ((one < 0) == (other < 0) || Math.Max(one, other) == Real);

    /// <summary>S_g * iteration / last iteration.</summary>
    internal static double Of(long iteration, long last, double maximumGenerated) => last == 0 ? 0 : maximumGenerated * iteration / last;
}
