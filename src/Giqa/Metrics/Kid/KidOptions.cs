namespace Giqa.Metrics;

/// <summary>How KID draws its subsets and computes.</summary>
public sealed record KidOptions
{
    /// <summary>How many pairs of subsets are drawn.</summary>
    /// <value>Default 100.</value>
    public int Subsets
    {
        get;
        init => field = value > 0 ? value : throw new GiqaException($"KID needs at least 1 subset, not {value}");
    } = 100;

    /// <summary>Rows per subset, without replacement. Smaller sets reduce it.</summary>
    /// <value>Default 1000, at least 2.</value>
    public int SubsetSize
    {
        get;
        init => field = value > 1 ? value : throw new GiqaException($"a KID subset needs at least 2 rows, not {value}");
    } = 1000;

    /// <summary>The seed of the subsets.</summary>
    /// <value>Default 0.</value>
    public ulong Seed { get; init; }

    /// <summary>Which generator turns the seed into rows.</summary>
    /// <value>Default Giqa's. <see cref="RandomConvention.NumpyLegacy"/> with seed 2020 draws torch-fidelity's rows.</value>
    internal RandomConvention Convention { get; init; }

    /// <summary>Whether products are taken in float64 instead of float32.</summary>
    /// <value>Default false: relative error about 1e-6 at half the time.</value>
    public bool DoublePrecision { get; init; }

    /// <summary>How many threads; 0 takes one per processor. The result does not depend on it.</summary>
    /// <value>Default 0.</value>
    public int Threads { get; init; }
}

/// <summary>Which generator turns a seed into rows.</summary>
internal enum RandomConvention
{
    /// <summary>Giqa's own, xoshiro256**.</summary>
    Giqa,

    /// <summary>NumPy's legacy <c>RandomState</c>, so that a seed draws the rows that torch-fidelity and clean-fid draw.</summary>
    NumpyLegacy,
}
