namespace Giqa.Training.Optimization;

/// <summary>The settings of <see cref="Sgd"/>.</summary>
public sealed record SgdOptions
{
    /// <summary>How far a step goes.</summary>
    /// <value>Default 0.01.</value>
    public double LearningRate { get; init; } = 1e-2;

    /// <summary>How much of the last steps is kept.</summary>
    /// <value>Default 0, in [0, 1).</value>
    public double Momentum { get; init => field = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(Momentum), value, "must be in [0, 1)"); }

    /// <summary>Take the gradient as if the momentum's step had been made; only with a momentum.</summary>
    /// <value>Default false.</value>
    public bool Nesterov { get; init; }

    /// <summary>How strongly parameters are drawn to zero, added to their gradients.</summary>
    /// <value>Default 0.</value>
    public double WeightDecay { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(WeightDecay), value, "must not be negative"); }
}
