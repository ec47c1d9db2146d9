namespace Giqa.Training.Scorers;

/// <summary>Where a training has got to.</summary>
/// <param name="Stage">What it is busy with: reading, training or validating.</param>
/// <param name="Done">Images or steps done.</param>
/// <param name="Total">Images or steps in all, of this epoch.</param>
/// <param name="Epoch">The epoch, from 1; 0 while images are read.</param>
/// <param name="Loss">The mean loss of the epoch so far, or null.</param>
/// <param name="Finished">An epoch that has just ended, or null.</param>
public sealed record ScorerTrainingProgress(string Stage, int Done, int Total, int Epoch = 0, double? Loss = null, ScorerEpoch? Finished = null);
