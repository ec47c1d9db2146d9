namespace Giqa.Models;

/// <summary>How to fit a Gaussian mixture. The defaults are the paper's, and scikit-learn's.</summary>
internal sealed record GaussianMixtureOptions
{
    /// <summary>M, the number of Gaussians.</summary>
    /// <value>At least 1; the paper uses 7 (LSUN, Cityscapes) and 70 (FFHQ); 1 is SGM-GIQA.</value>
    public required int Components
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Components), value, "a mixture needs at least 1 component");
    }

    /// <summary>The shape of the Gaussians.</summary>
    /// <value>Default <see cref="CovarianceKind.Full"/>.</value>
    public CovarianceKind Covariance { get; init; } = CovarianceKind.Full;

    /// <summary>Stop when the mean log likelihood of a training row rises by less, in nats.</summary>
    /// <value>0 or more; default 1e-3.</value>
    public double Tolerance
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Tolerance), value, "the tolerance must be 0 or more");
    }

    = 1e-3;

    /// <summary>The most EM iterations per start.</summary>
    /// <value>At least 1; default 100.</value>
    public int MaxIterations
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaxIterations), value, "at least 1 iteration is needed");
    }

    = 100;

    /// <summary>How covariances are kept from becoming singular.</summary>
    /// <value>Default <see cref="Regularization.Paper"/>.</value>
    public Regularization Regularization { get; init; } = Regularization.Paper;

    /// <summary>The number of starts from different k-means clusters; the fit with the highest likelihood is kept.</summary>
    /// <value>At least 1; default 1.</value>
    public int Restarts
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Restarts), value, "at least 1 start is needed");
    }

    = 1;

    /// <summary>The random seed.</summary>
    /// <value>Any; default 0.</value>
    public ulong Seed { get; init; }

    /// <summary>Threads to use; the result does not depend on it.</summary>
    /// <value>0, the default, means one per core.</value>
    public int Threads { get; init; }

    /// <summary>Whether components are skipped for rows where they add nothing at double precision.</summary>
    internal bool Prune { get; init; } = true;
}

/// <summary>The shapes that the Gaussians of a mixture may have.</summary>
public enum CovarianceKind
{
    /// <summary>Every component has its own covariance matrix.</summary>
    Full,

    /// <summary>Every component has its own variances, without correlations.</summary>
    Diagonal,

    /// <summary>All components share one covariance matrix.</summary>
    Tied,

    /// <summary>Every component has one variance for all directions.</summary>
    Spherical,
}
