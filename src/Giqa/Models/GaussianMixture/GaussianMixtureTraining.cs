namespace Giqa.Models;

/// <summary>How the fit of a mixture went.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
internal sealed class GaussianMixtureTraining
{
    internal GaussianMixtureTraining(
        int rows, bool converged, double[] trace, double[] componentRows, double ridge, IReadOnlyList<string> warnings)
    {
        Rows = rows;
        Converged = converged;
        LowerBoundTrace = trace;
        ComponentRows = componentRows;
        Ridge = ridge;
        Warnings = warnings;
    }

    /// <summary>N, the number of training rows.</summary>
    public int Rows { get; }

    /// <summary>Whether the likelihood settled before the iterations ran out.</summary>
    public bool Converged { get; }

    /// <summary>The number of EM iterations of the kept start.</summary>
    public int Iterations => LowerBoundTrace.Count;

    /// <summary>The mean log likelihood of a training row in every iteration, in nats, before its M-step.</summary>
    public IReadOnlyList<double> LowerBoundTrace { get; }

    /// <summary>The mean log likelihood of a training row in the last iteration, in nats.</summary>
    public double LowerBound => LowerBoundTrace[^1];

    /// <summary>N_k, the summed responsibilities of every component in the last M-step.</summary>
    public IReadOnlyList<double> ComponentRows { get; }

    /// <summary>The most that was added to the variances of a component in the last M-step.</summary>
    public double Ridge { get; }

    /// <summary>What a reader of the scores should know, in plain sentences; often empty.</summary>
    public IReadOnlyList<string> Warnings { get; }
}
