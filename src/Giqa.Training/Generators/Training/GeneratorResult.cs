namespace Giqa.Training.Generators;

/// <summary>How a training ended.</summary>
/// <param name="Iteration">Iterations since the run was started.</param>
/// <param name="Steps">Iterations since it was started or resumed the last time.</param>
/// <param name="Elapsed">The time that these took, everything included.</param>
/// <param name="Judging">Of that, the time spent on judging samples for the discriminator's weights.</param>
/// <param name="Observing">Of that, the time spent on snapshots, checkpoints and the live quality.</param>
/// <param name="Weighted">The share of judged samples that were weak; null when none were judged.</param>
/// <param name="Quality">The last live quality, or null.</param>
public sealed record GeneratorResult(long Iteration, long Steps, TimeSpan Elapsed, TimeSpan Judging, TimeSpan Observing, double? Weighted, double? Quality)
{
    /// <summary>By what factor judging slowed the training itself.</summary>
    public double JudgingFactor => (Elapsed - Observing - Judging) is { Ticks: > 0 } rest ? 1 + (Judging / rest) : 1;
}
