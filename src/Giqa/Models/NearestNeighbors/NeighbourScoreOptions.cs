namespace Giqa.Models;

/// <summary>How nearest-neighbour scores are computed.</summary>
public sealed record NeighbourScoreOptions
{
    /// <summary>K, the number of neighbours.</summary>
    /// <value>At least 1; the paper uses 1 (FFHQ, Cityscapes) and 3500 (LSUN). Default 1.</value>
    public int Neighbours
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Neighbours), value, "at least 1 neighbour is needed");
    }

    = 1;

    /// <summary>The definition of the score.</summary>
    /// <value>Default <see cref="NeighbourVariant.Paper"/>.</value>
    public NeighbourVariant Variant { get; init; } = NeighbourVariant.Paper;

    /// <summary>Whether the queries are the references themselves, in the same order, and none is its own neighbour.</summary>
    /// <value>Default false.</value>
    public bool LeaveOneOut { get; init; }

    /// <summary>Threads to use; the result does not depend on it.</summary>
    /// <value>0, the default, means one per core.</value>
    public int Threads { get; init; }
}
