namespace Giqa.Models;

/// <summary>What kind of model gives the scores: fitted to the features of reals, or trained on images.</summary>
public enum FitMethod
{
    /// <summary>GMM-GIQA, the paper's recommendation: log density under a mixture of Gaussians.</summary>
    Gmm,

    /// <summary>KNN-GIQA: closeness to the nearest reals.</summary>
    Knn,

    /// <summary>SGM-GIQA: log density under one Gaussian.</summary>
    Sgm,

    /// <summary>MBC-GIQA: several binary classifiers trained on a generator's snapshots; made by training, not by fitting.</summary>
    Mbc,

    /// <summary>IR-GIQA: a regression on the iteration of snapshots; made by training, not by fitting.</summary>
    Ir,

    /// <summary>BC-GIQA: one classifier, real or generated; made by training, not by fitting.</summary>
    Bc,

    /// <summary>RankIQA: ranked by a hinge loss on degraded reals; made by training, not by fitting.</summary>
    Rank,

    /// <summary>What people prefer: a linear utility of features, learned from people's judgements of pairs or single images.</summary>
    Prefer,

    /// <summary>A third-party scorer: a network that rates images, imported unchanged and calibrated on reals.</summary>
    Imported,
}
