namespace Giqa.Models;

/// <summary>What the Gaussians of a mixture may look like.</summary>
public enum CovarianceKind
{
    /// <summary>Every component has a covariance matrix of its own.</summary>
    Full,

    /// <summary>Every component has variances of its own, no correlations.</summary>
    Diagonal,

    /// <summary>All components share one covariance matrix.</summary>
    Tied,

    /// <summary>Every component has one variance for all directions.</summary>
    Spherical,
}
