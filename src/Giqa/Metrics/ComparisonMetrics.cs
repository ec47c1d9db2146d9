namespace Giqa.Metrics;

/// <summary>What a comparison measures.</summary>
[Flags]
public enum ComparisonMetrics
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>QS: the mean quality of the generated images under a model of the reals.</summary>
    QualityScore = 1,

    /// <summary>DS: the mean quality of the reals under a model of the generated images.</summary>
    DiversityScore = 2,

    /// <summary>FID, with FID-infinity beside it.</summary>
    Frechet = 4,

    /// <summary>KID.</summary>
    Kernel = 8,

    /// <summary>The Inception Score; needs class logits.</summary>
    Inception = 16,

    /// <summary>Improved precision and recall.</summary>
    PrecisionRecall = 32,

    /// <summary>Density and coverage.</summary>
    DensityCoverage = 64,

    /// <summary>All that features alone allow: everything but the Inception Score.</summary>
    FromFeatures = QualityScore | DiversityScore | Frechet | Kernel | PrecisionRecall | DensityCoverage,
}
