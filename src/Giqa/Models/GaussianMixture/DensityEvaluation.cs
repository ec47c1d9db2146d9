namespace Giqa.Models;

/// <summary>How log densities are to be computed.</summary>
/// <param name="Owners">For every row the component to try first, or null when nothing is known.</param>
/// <param name="FixedBlocks">
/// Whether products keep one shape, so that a row gets the same bits in every batch (scoring), or fit the rows (EM).
/// </param>
/// <param name="Prune">Whether components may be left out for rows where they add nothing.</param>
internal readonly record struct DensityEvaluation(int[]? Owners, bool FixedBlocks, bool Prune);
