namespace Giqa.Training.Risa;

/// <summary>Where a training has got to.</summary>
/// <param name="Epoch">The epoch at hand, from 1.</param>
/// <param name="Step">Steps done in it.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Loss">The mean loss of the epoch so far.</param>
/// <param name="Finished">The epoch that has just ended, or null.</param>
public sealed record RisaProgress(int Epoch, int Step, int Steps, double Loss, RisaEpoch? Finished = null);
