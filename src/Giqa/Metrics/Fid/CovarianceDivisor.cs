namespace Giqa.Metrics;

/// <summary>What a sum of squares is divided by to become a covariance.</summary>
internal enum CovarianceDivisor
{
    /// <summary>N - 1, unbiased: pytorch-fid, clean-fid, torch-fidelity, torchmetrics and Giqa's default.</summary>
    CountMinusOne,

    /// <summary>N: StyleGAN's own metrics.</summary>
    Count,
}
