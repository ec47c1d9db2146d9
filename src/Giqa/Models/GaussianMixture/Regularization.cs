namespace Giqa.Models;

/// <summary>
/// Keeps the covariances of a mixture from becoming singular. With few rows per component the sample covariance is too
/// narrow in most directions, and unseen images fall off it by thousands of nats; the paper's constant does not scale
/// with the features, the others do.
/// </summary>
public sealed record Regularization
{
    /// <summary>1e-6 on the diagonal: the paper's program, and scikit-learn's default.</summary>
    public static Regularization Paper { get; } = new();

    /// <summary>Added to every variance, in squared feature units.</summary>
    /// <value>0 or more; default 1e-6.</value>
    public double Absolute
    {
        get;
        init => field = Checked(value, nameof(Absolute));
    }

    = 1e-6;

    /// <summary>Added to every variance, as a share of the mean variance of the training rows.</summary>
    /// <value>0 or more; default 0.</value>
    public double OfMeanVariance
    {
        get;
        init => field = Checked(value, nameof(OfMeanVariance));
    }

    /// <summary>
    /// Shrinks every covariance towards the pooled one as if this many pooled rows had been seen in addition to its own:
    /// (N_k S_k + n S_pooled) / (N_k + n), the maximum a posteriori estimate of Fraley and Raftery (2007) with the pooled
    /// covariance as its prior. Large components keep their shape, small ones borrow the common one. It changes nothing
    /// for tied covariances.
    /// </summary>
    /// <value>A number of rows, 0 or more; default 0.</value>
    public double PooledRows
    {
        get;
        init => field = Checked(value, nameof(PooledRows));
    }

    /// <summary>Adds a share of the mean variance of the training rows to every variance.</summary>
    /// <param name="share">0 or more; 0.01 to 0.1 is useful.</param>
    public static Regularization Relative(double share) => new() { Absolute = 0, OfMeanVariance = share };

    /// <summary>Shrinks to the pooled covariance, with a small share of the mean variance on the diagonal.</summary>
    /// <param name="rows">The weight of the pooled covariance in rows, 0 or more; about the number of dimensions is useful.</param>
    /// <param name="share">A share of the mean variance, 0 or more.</param>
    public static Regularization Pooled(double rows, double share) => new() { Absolute = 0, OfMeanVariance = share, PooledRows = rows };

    private static double Checked(double value, string name) =>
        value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, "regularisation must be 0 or a positive number");
}
