namespace Giqa.Training.Styles;

/// <summary>Where a training stands.</summary>
/// <param name="Iteration">Iterations done.</param>
/// <param name="Total">Where it will stop, or null when it stops by time.</param>
/// <param name="Elapsed">The time since this start of the run.</param>
/// <param name="Losses">The latest losses, by name.</param>
/// <param name="Snapshot">Whether images were kept just now.</param>
public sealed record StyleProgress(long Iteration, long? Total, TimeSpan Elapsed, IReadOnlyList<KeyValuePair<string, double>> Losses, bool Snapshot);
