namespace Giqa.Models;

/// <summary>What a fit is busy with.</summary>
public enum FitStage
{
    /// <summary>Standardisation and PCA.</summary>
    Transform,

    /// <summary>Trying numbers of Gaussians.</summary>
    Choose,

    /// <summary>The mixture, or the neighbours' index.</summary>
    Model,

    /// <summary>Scoring held-out reals.</summary>
    Calibrate,
}
