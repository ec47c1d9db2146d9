namespace Giqa.Models;

/// <summary>Which definition of the nearest-neighbour score is meant.</summary>
public enum NeighbourVariant
{
    /// <summary>The paper's (GIQA eq. 7): the mean over the K nearest reals of 1 / |x - x_k|^2.</summary>
    Paper,

    /// <summary>The authors' released program: the sum of 1 / d_k, where d is the L1 distance with 1e-6 added to every difference.</summary>
    Official,
}
