namespace Giqa.Metrics;

/// <summary>How the Inception Score splits its images.</summary>
public sealed record InceptionScoreOptions
{
    /// <summary>How many contiguous splits; split i holds images [i N / splits, (i + 1) N / splits).</summary>
    /// <value>Default 10.</value>
    public int Splits
    {
        get;
        init => field = value > 0 ? value : throw new GiqaException($"the Inception Score needs at least 1 split, not {value}");
    } = 10;

    /// <summary>Whether images are shuffled before they are split, so that sorted folders do not bias the splits.</summary>
    /// <value>Default true.</value>
    public bool Shuffle { get; init; } = true;

    /// <summary>The seed of the shuffle.</summary>
    /// <value>Default 0.</value>
    public ulong Seed { get; init; }

    /// <summary>Which generator shuffles.</summary>
    /// <value>Default Giqa's. <see cref="RandomConvention.NumpyLegacy"/> with seed 2020 shuffles as torch-fidelity does.</value>
    public RandomConvention Convention { get; init; }

    /// <summary>How many threads; 0 takes one per processor. The result does not depend on it.</summary>
    /// <value>Default 0.</value>
    public int Threads { get; init; }
}
