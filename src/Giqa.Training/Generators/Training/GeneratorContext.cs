namespace Giqa.Training.Generators;

/// <summary>What a training needs beside its images and options, and what does not shape the result but for <see cref="Ohem"/>.</summary>
internal sealed record GeneratorContext
{
    /// <summary>Threads of libtorch and of sampling.</summary>
    /// <value>Default: one for each processor.</value>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>"cpu", or a CUDA device.</summary>
    /// <value>Default "cpu".</value>
    public string Device { get; init; } = "cpu";

    /// <summary>The clock behind elapsed times and <see cref="StopRule.Duration"/>.</summary>
    /// <value>Default: the system's.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Judges the live samples; null for no live quality.</summary>
    public BatchQuality? LiveQuality { get; init; }

    /// <summary>Judges the samples that the discriminator sees; null weighs all alike. The run's configuration says how.</summary>
    public BatchQuality? Ohem { get; init; }
}

/// <summary>When a training ends by itself: whichever comes first.</summary>
/// <param name="Iterations">After that many iterations since the run was started, resumed or not; null for no such end.</param>
/// <param name="Duration">After that much time since this start or resumption; null for no such end.</param>
internal sealed record StopRule(long? Iterations, TimeSpan? Duration)
{
    /// <summary>Whether to stop now.</summary>
    public bool IsMet(long iteration, TimeSpan elapsed) => iteration >= Iterations || elapsed >= Duration;
}
