namespace Giqa.Models;

/// <summary>How to run k-means.</summary>
internal sealed record KMeansOptions
{
    /// <summary>The number of clusters.</summary>
    /// <value>At least 1, at most the number of rows.</value>
    public required int Clusters
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Clusters), value, "at least 1 cluster is needed");
    }

    /// <summary>The number of starts; the result with the smallest inertia is kept.</summary>
    /// <value>At least 1; default 1.</value>
    public int Restarts
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Restarts), value, "at least 1 start is needed");
    }

    = 1;

    /// <summary>The most Lloyd iterations per start.</summary>
    /// <value>At least 1; default 300.</value>
    public int MaxIterations
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaxIterations), value, "at least 1 iteration is needed");
    }

    = 300;

    /// <summary>Stop when the centres moved by less: summed squared shift over the mean variance of the features.</summary>
    /// <value>0 or more; default 1e-4.</value>
    public double Tolerance
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Tolerance), value, "the tolerance must be 0 or more");
    }

    = 1e-4;

    /// <summary>The random seed.</summary>
    /// <value>Any; default 0.</value>
    public ulong Seed { get; init; }

    /// <summary>Threads to use; the result does not depend on it.</summary>
    /// <value>0, the default, means one per core.</value>
    public int Threads { get; init; }
}
