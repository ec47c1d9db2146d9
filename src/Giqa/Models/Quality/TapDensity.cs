namespace Giqa.Models;

/// <summary>Whether the taps of a network, whose means stand side by side in a feature vector, are modelled together.</summary>
public enum TapDensity
{
    /// <summary>One chain and one model for the whole vector.</summary>
    Joint,

    /// <summary>
    /// A chain and a model for each tap. Covariance between taps is taken to be none; an image's score is the sum of the taps' scores,
    /// each standardised over reals that the tap's model has not seen, so that no tap outweighs another by its number of directions.
    /// </summary>
    Separate,
}
