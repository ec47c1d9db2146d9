namespace Giqa.Models;

/// <summary>One EM iteration is done.</summary>
/// <param name="Start">Which start this is, from 1.</param>
/// <param name="Starts">How many starts there will be.</param>
/// <param name="Iteration">The iteration within this start, from 1.</param>
/// <param name="MaxIterations">The most iterations of a start.</param>
/// <param name="LowerBound">The mean log likelihood of a training row, in nats.</param>
/// <param name="Change">By how much it rose; infinite in the first iteration.</param>
public sealed record GaussianMixtureProgress(
    int Start, int Starts, int Iteration, int MaxIterations, double LowerBound, double Change);
