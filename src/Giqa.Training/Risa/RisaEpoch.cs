namespace Giqa.Training.Risa;

/// <summary>One epoch: a point of the curves.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="Supervision">The mean loss of the weak supervision.</param>
/// <param name="Contrast">The mean contrastive loss.</param>
/// <param name="UpperBound">The mean loss of the upper bound.</param>
/// <param name="ValidationLoss">Supervision and contrast, weighted, on held-out pairs.</param>
/// <param name="OrderAccuracy">Of held-out images of one pair whose labels differ by 0.2 or more, the share ordered rightly.</param>
/// <param name="ReferenceAccuracy">Of held-out good images, the share that scores higher with its own reference than with another.</param>
/// <param name="SelfScore">The mean score of held-out references with a mirrored or shifted version of themselves, and with themselves.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record RisaEpoch(int Epoch, double Supervision, double Contrast, double UpperBound, double ValidationLoss, double OrderAccuracy, double ReferenceAccuracy, double SelfScore, double Seconds);
