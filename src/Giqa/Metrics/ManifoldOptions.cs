namespace Giqa.Metrics;

/// <summary>Neighbours and comparisons of precision, recall, density and coverage.</summary>
public sealed record ManifoldOptions
{
    /// <summary>Neighbours that set a ball's radius for precision and recall.</summary>
    /// <value>Default 3, as published.</value>
    public int PrecisionNeighbours { get; init => field = RequirePositive(value); } = 3;

    /// <summary>Whether a ball includes its surface for precision and recall.</summary>
    /// <value>Default true: distance &lt;= radius, as published. The prdc package compares strictly.</value>
    public bool PrecisionInclusive { get; init; } = true;

    /// <summary>Neighbours that set a ball's radius for density and coverage, which compare strictly.</summary>
    /// <value>Default 5, as published.</value>
    public int DensityNeighbours { get; init => field = RequirePositive(value); } = 5;

    /// <summary>How many threads; 0 takes one per processor. The result does not depend on it.</summary>
    /// <value>Default 0.</value>
    public int Threads { get; init; }

    private static int RequirePositive(int value) =>
        value > 0 ? value : throw new GiqaException($"a ball needs at least 1 neighbour, not {value}");
}
