namespace Giqa.Training.Optimization;

/// <summary>The learning rate of each step, as a pure function of the step: resuming needs no state.</summary>
internal static class LearningRateSchedule
{
    /// <summary>Half a cosine from the full rate down to 0 (Loshchilov 2017 eq. 5), which then remains.</summary>
    /// <param name="baseRate">The full rate.</param>
    /// <param name="step">From 0.</param>
    /// <param name="steps">The step of rate 0.</param>
    public static double Cosine(double baseRate, long step, long steps) => baseRate * (0.5 * (1 + Math.Cos(Math.PI * Math.Min(step, steps) / steps)));
}
