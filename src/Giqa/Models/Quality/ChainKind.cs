namespace Giqa.Models;

/// <summary>Whose choices prepare features for a model, and steady its covariances, where the options leave them open.</summary>
public enum ChainKind
{
    /// <summary>Square roots of features that are never negative, standardisation, PCA at .99 with what it drops counted, covariances shrunk to the pooled one.</summary>
    Own,

    /// <summary>The paper's: features as they are, PCA at .95, 1e-6 on the covariances' diagonals.</summary>
    Paper,
}
