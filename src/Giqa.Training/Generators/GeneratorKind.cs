namespace Giqa.Training.Generators;

/// <summary>The generators that can be trained.</summary>
public enum GeneratorKind
{
    /// <summary>Transposed convolutions with batch normalisation, trained with the non-saturating loss and an R1 penalty.</summary>
    Dcgan,

    /// <summary>The same network, trained against a Wasserstein critic with a gradient penalty.</summary>
    WganGp,

    /// <summary>A mapping network and a synthesis network whose layers are modulated by style, with noise.</summary>
    Stylegan,

    /// <summary>Conditional: a picture of edges or masks to an image, in the manner of pix2pix.</summary>
    Pix2pix,
}
