namespace Giqa.Metrics;

/// <summary>How FID is extrapolated to infinitely many generated images.</summary>
public sealed record FrechetInfinityOptions
{
    /// <summary>How many sample sizes, evenly spaced up to all images.</summary>
    /// <value>Default 15, at least 2.</value>
    public int Sizes
    {
        get;
        init => field = value > 1 ? value : throw new GiqaException($"a line through FIDs needs at least 2 sample sizes, not {value}");
    } = 15;

    /// <summary>The seed of the samples.</summary>
    /// <value>Default 0.</value>
    public ulong Seed { get; init; }

    /// <summary>The covariances' divisor.</summary>
    /// <value>Default N - 1.</value>
    public CovarianceDivisor Divisor { get; init; }

    /// <summary>How many threads; 0 takes one per processor. The result does not depend on it.</summary>
    /// <value>Default 0.</value>
    public int Threads { get; init; }
}
