namespace Giqa.Models;

/// <summary>Where a fit has got to.</summary>
/// <param name="Stage">What it is busy with.</param>
/// <param name="Share">How much of that stage is done at least, in [0, 1].</param>
/// <param name="Detail">More in a few words, such as the EM iteration; or null.</param>
public sealed record FitProgress(FitStage Stage, double Share, string? Detail = null);
