namespace Giqa.Training.Styles;

/// <summary>How a training ended.</summary>
/// <param name="Iteration">Iterations since the run was started.</param>
/// <param name="Steps">Iterations since it was started or resumed the last time.</param>
/// <param name="Elapsed">The time that these took.</param>
/// <param name="Pairs">(source, reference) pairs in each snapshot.</param>
/// <param name="Grid">The picture of the last snapshot: sources above, references at the left.</param>
public sealed record StyleResult(long Iteration, long Steps, TimeSpan Elapsed, int Pairs, string Grid);
