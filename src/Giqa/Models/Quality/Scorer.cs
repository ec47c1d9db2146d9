namespace Giqa.Models;

/// <summary>Turns transformed rows into raw scores.</summary>
internal abstract class Scorer
{
    /// <summary>Scores rows.</summary>
    /// <param name="rows">N x k, row-major.</param>
    /// <param name="scores">Receives N raw scores; higher is better.</param>
    /// <param name="threads">0 means one per core.</param>
    /// <param name="cancellationToken">Checked per block.</param>
    internal abstract void Score(ReadOnlySpan<double> rows, Span<double> scores, int threads, CancellationToken cancellationToken);
}
