namespace Giqa.Training.Generators;

/// <summary>When a training ends by itself: whichever comes first.</summary>
/// <param name="Iterations">After that many iterations since the run was started, resumed or not; null for no such end.</param>
/// <param name="Duration">After that much time since this start or resumption; null for no such end.</param>
public sealed record StopRule(long? Iterations, TimeSpan? Duration)
{
    /// <summary>Whether to stop now.</summary>
    public bool IsMet(long iteration, TimeSpan elapsed) => iteration >= Iterations || elapsed >= Duration;
}
