namespace Giqa.Models;

/// <summary>What a fitted model does with transformed rows.</summary>
internal abstract class Scorer
{
    /// <summary>Scores rows.</summary>
    /// <param name="rows">N x k, row-major.</param>
    /// <param name="count">N.</param>
    /// <param name="threads">0 means one per core.</param>
    /// <param name="cancellationToken">Checked per block.</param>
    internal abstract ModelScores Score(double[] rows, int count, int threads, CancellationToken cancellationToken);
}
