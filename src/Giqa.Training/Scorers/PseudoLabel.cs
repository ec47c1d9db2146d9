namespace Giqa.Training.Scorers;

/// <summary>How good a generated image is held to be from its iteration alone (GIQA, eq. 1).</summary>
internal static class PseudoLabel
{
    /// <summary>The label of a real image.</summary>
    internal const double Real = 1;

    /// <summary>S_g * iteration / last iteration.</summary>
    internal static double Of(long iteration, long last, double maximumGenerated) => last == 0 ? 0 : maximumGenerated * iteration / last;
}
