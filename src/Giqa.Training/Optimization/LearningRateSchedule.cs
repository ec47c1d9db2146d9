namespace Giqa.Training.Optimization;

/// <summary>The learning rate of each step, as a pure function of the step: resuming needs no state.</summary>
/// <remarks>Immutable; safe to share.</remarks>
internal sealed class LearningRateSchedule
{
    private readonly Func<long, double> _factor;

    private LearningRateSchedule(Func<long, double> factor) => _factor = factor;

    /// <summary>The same rate throughout.</summary>
    public static LearningRateSchedule Constant { get; } = new(_ => 1);

    /// <summary>Multiplies the rate by a factor at regular intervals.</summary>
    public static LearningRateSchedule Step(long every, double factor)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(every);
        return new(step => Math.Pow(factor, step / every));
    }

    /// <summary>Half a cosine from the full rate down to a fraction of it (Loshchilov 2017 eq. 5), which then remains.</summary>
    public static LearningRateSchedule Cosine(long steps, double finalFraction = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        return new(step => finalFraction + ((1 - finalFraction) * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(step, steps) / steps))));
    }

    /// <summary>A straight line from the full rate down to a fraction of it, which then remains.</summary>
    public static LearningRateSchedule Linear(long steps, double finalFraction = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        return new(step => 1 + ((finalFraction - 1) * Math.Min(step, steps) / steps));
    }

    /// <summary>This schedule after a linear rise from zero: step s of the first <paramref name="steps"/> has (s + 1) / steps of the rate.</summary>
    public LearningRateSchedule WithWarmUp(long steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        return new(step => step < steps ? (step + 1.0) / steps : _factor(step - steps));
    }

    /// <summary>The rate of a step.</summary>
    /// <param name="baseRate">The full rate.</param>
    /// <param name="step">From 0.</param>
    public double RateAt(double baseRate, long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return baseRate * _factor(step);
    }
}
