namespace Giqa.Features;

/// <summary>How the output of a network becomes one vector an image.</summary>
public enum FeaturePooling
{
    /// <summary>The output is a vector already: N x D.</summary>
    None,

    /// <summary>The mean over rows and columns of N x D x H x W (N x H x W x D where the input has its channels last).</summary>
    SpatialMean,

    /// <summary>The first token of N x T x D, a transformer's class token.</summary>
    FirstToken,

    /// <summary>The mean over the tokens of N x T x D.</summary>
    TokenMean,
}
