namespace Giqa.Training.Scorers;

/// <summary>One pass over the training images: a point of the curves.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="TrainingLoss">The mean loss of its steps.</param>
/// <param name="ValidationLoss">The loss on the images that are not trained on.</param>
/// <param name="ValidationOrder">How often two of those images with different pseudo labels were ordered as these are; ties count one half.</param>
/// <param name="LearningRate">At its end.</param>
/// <param name="Seconds">How long it took, validation included.</param>
public sealed record ScorerEpoch(int Epoch, double TrainingLoss, double ValidationLoss, double ValidationOrder, double LearningRate, double Seconds);
