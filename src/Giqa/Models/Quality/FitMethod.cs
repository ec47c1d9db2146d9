namespace Giqa.Models;

/// <summary>What kind of model of the reals is fitted.</summary>
public enum FitMethod
{
    /// <summary>GMM-GIQA, the paper's recommendation: log density under a mixture of Gaussians.</summary>
    Gmm,

    /// <summary>KNN-GIQA: closeness to the nearest reals.</summary>
    Knn,

    /// <summary>SGM-GIQA: log density under one Gaussian.</summary>
    Sgm,
}
