namespace Giqa.Training.Generators;

/// <summary>Where a training stands.</summary>
/// <param name="Iteration">Iterations done.</param>
/// <param name="Total">Where it will stop, or null when it stops by time.</param>
/// <param name="Elapsed">The time since this start of the run.</param>
/// <param name="DiscriminatorLoss">The discriminator's latest loss, without the penalty.</param>
/// <param name="GeneratorLoss">The generator's latest loss.</param>
/// <param name="Penalty">The latest gradient penalty.</param>
/// <param name="Quality">The mean quality of the latest samples that were judged, or null.</param>
/// <param name="Snapshot">Whether samples were kept just now.</param>
public sealed record GeneratorProgress(
    long Iteration,
    long? Total,
    TimeSpan Elapsed,
    double DiscriminatorLoss,
    double GeneratorLoss,
    double Penalty,
    double? Quality,
    bool Snapshot);
