namespace Giqa.Training.Styles;

/// <summary>Generators that render a source in the style of a reference.</summary>
public enum StyleKind
{
    /// <summary>A style encoder per domain and a generator with adaptive instance normalisation, trained against a discriminator, in the manner of StarGAN v2 (Choi et al. 2020) without its latent mapping.</summary>
    Reference,

    /// <summary>Statistics of the source's feature maps replaced by the reference's, and a decoder trained by content and style losses of a fixed network (Huang and Belongie 2017).</summary>
    Adain,
}
