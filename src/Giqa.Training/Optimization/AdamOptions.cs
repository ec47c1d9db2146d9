namespace Giqa.Training.Optimization;

/// <summary>The settings of <see cref="Adam"/>.</summary>
public sealed record AdamOptions
{
    /// <summary>How far a step goes.</summary>
    /// <value>Default 0.001.</value>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>How much of the mean gradient is kept from step to step.</summary>
    /// <value>Default 0.9, in [0, 1); GANs use 0 to 0.5.</value>
    public double Beta1 { get; init => field = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(Beta1), value, "must be in [0, 1)"); } = 0.9;

    /// <summary>How much of the mean squared gradient is kept from step to step.</summary>
    /// <value>Default 0.999, in [0, 1).</value>
    public double Beta2 { get; init => field = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(Beta2), value, "must be in [0, 1)"); } = 0.999;

    /// <summary>Added to the root of the mean squared gradient.</summary>
    /// <value>Default 1e-8.</value>
    public double Epsilon { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Epsilon), value, "must be positive"); } = 1e-8;

    /// <summary>How strongly parameters are drawn to zero.</summary>
    /// <value>Default 0.</value>
    public double WeightDecay { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(WeightDecay), value, "must not be negative"); }

    /// <summary>Decay the parameters themselves (AdamW) instead of adding to their gradients.</summary>
    /// <value>Default false.</value>
    public bool Decoupled { get; init; }
}
