namespace Giqa.Models;

/// <summary>Log densities under a mixture; copies are found by equal features.</summary>
internal sealed class MixtureScorer(GaussianMixture mixture, ReferenceSet references) : Scorer
{
    internal GaussianMixture Mixture => mixture;

    internal override ModelScores Score(double[] rows, int count, int threads, CancellationToken cancellationToken)
    {
        var scores = new double[count];
        mixture.Score(rows, count, scores, threads, cancellationToken);
        return new ModelScores(scores, references.FindCopies(SingleMatrix.From(rows, count)));
    }
}
