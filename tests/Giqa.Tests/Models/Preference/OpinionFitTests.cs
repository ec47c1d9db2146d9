using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Tests.Models.Preference;

public sealed class OpinionFitTests
{
    private const int Dimensions = 10;

    // The other way round: w = X^T (X X^T + r I)^-1 y in the space of the images, by elimination, averaged by the evidence.
    [Fact]
    public void Fit_IsTheAverageOfRidgeRegressionsByTheirEvidence()
    {
        const int count = 15;
        var (rows, _, opinions) = Draw(seed: 2, count, noise: .5);
        var posterior = OpinionFit.Fit(rows, Dimensions, opinions);
        double[] centre = [.. Enumerable.Range(0, Dimensions).Select(j => Enumerable.Range(0, count).Average(i => rows[(i * Dimensions) + j]))];
        double[] targets = [.. opinions.Select(opinion => opinion - opinions.Average())];
        var fits = Enumerable.Range(0, 25).Select(step =>
        {
            var ratio = 1e-4 * Math.Pow(10, step / 4.0);
            var kernel = new double[count, count];
            for (var i = 0; i < count; i++)
            {
                for (var j = 0; j < count; j++)
                {
                    kernel[i, j] = (i == j ? ratio : 0) + Enumerable.Range(0, Dimensions).Sum(d => (rows[(i * Dimensions) + d] - centre[d]) * (rows[(j * Dimensions) + d] - centre[d]));
                }
            }

            var (dual, logDeterminant) = Solve(kernel, targets);
            double[] weights = [.. Enumerable.Range(0, Dimensions).Select(d => Enumerable.Range(0, count).Sum(i => (rows[(i * Dimensions) + d] - centre[d]) * dual[i]))];
            var variance = ratio * targets.Zip(dual, (y, a) => y * a).Sum() / (count - 1);
            return (Weights: weights, Evidence: (-.5 * (count - 1) * Math.Log(variance)) - (.5 * logDeterminant) + (.5 * count * Math.Log(ratio)));
        }).ToArray();
        var best = fits.Max(fit => fit.Evidence);
        var likely = fits.Where(fit => fit.Evidence > best - 7).ToArray();
        var sum = likely.Sum(fit => Math.Exp(fit.Evidence - best));
        for (var j = 0; j < Dimensions; j++)
        {
            Assert.Equal(likely.Sum(fit => Math.Exp(fit.Evidence - best) * fit.Weights[j]) / sum, posterior.Weights[j], 1e-9);
        }
    }

    [Fact]
    public void Fit_ManyOpinions_FindsWeightsAndNoise()
    {
        var (rows, weights, opinions) = Draw(seed: 4, images: 5_000, noise: .5);
        var posterior = OpinionFit.Fit(rows, Dimensions, opinions);
        Assert.All(weights.Zip(posterior.Weights), pair => Assert.Equal(pair.First, pair.Second, .1));
        Assert.Equal(.5, posterior.Noise, .02);
        Assert.Equal(7, posterior.Intercept, .05);
    }

    [Fact]
    public void Deviation_HoldsTheTruthAsOftenAsItSays()
    {
        var (held, all) = (0, 0);
        for (var seed = 0; seed < 60; seed++)
        {
            var (rows, weights, opinions) = Draw((ulong)(50 + seed), images: 40, noise: 1);
            var posterior = OpinionFit.Fit(rows, Dimensions, opinions);
            var random = new SeededRandom((ulong)seed);
            for (var i = 0; i < 20; i++)
            {
                double[] row = [.. Enumerable.Range(0, Dimensions).Select(_ => random.NextGaussian() / Math.Sqrt(Dimensions))];
                var error = Math.Abs(row.Zip(weights, (x, weight) => x * weight).Sum() + 7 - posterior.Utility(row));
                held += error <= 1.96 * posterior.Deviation(row) ? 1 : 0;
                all++;
            }
        }

        Assert.InRange(held / (double)all, .90, .97);
    }

    [Fact]
    public void Fit_OpinionsThatAreAllEqual_GiveEqualUtilities()
    {
        var (rows, _, _) = Draw(seed: 1, images: 8, noise: 0);
        var posterior = OpinionFit.Fit(rows, Dimensions, [3, 3, 3, 3, 3, 3, 3, 3]);
        Assert.Equal(3, posterior.Utility(rows.AsSpan(0, Dimensions)), 1e-6);
    }

    private static (double[] Rows, double[] Weights, double[] Opinions) Draw(ulong seed, int images, double noise)
    {
        var random = new SeededRandom(seed);
        double[] rows = [.. Enumerable.Range(0, images * Dimensions).Select(_ => random.NextGaussian() / Math.Sqrt(Dimensions))];
        double[] weights = [.. Enumerable.Range(0, Dimensions).Select(_ => random.NextGaussian())];
        double[] opinions = [.. Enumerable.Range(0, images).Select(i => 7 + (noise * random.NextGaussian()) + Enumerable.Range(0, Dimensions).Sum(j => weights[j] * rows[(i * Dimensions) + j]))];
        return (rows, weights, opinions);
    }

    /// <summary>Gaussian elimination of a positive definite matrix, and the logarithm of its determinant.</summary>
    private static (double[] Solution, double LogDeterminant) Solve(double[,] matrix, double[] right)
    {
        var (size, solution, logDeterminant) = (right.Length, (double[])right.Clone(), 0.0);
        for (var pivot = 0; pivot < size; pivot++)
        {
            logDeterminant += Math.Log(matrix[pivot, pivot]);
            for (var row = pivot + 1; row < size; row++)
            {
                var factor = matrix[row, pivot] / matrix[pivot, pivot];
                for (var column = pivot; column < size; column++)
                {
                    matrix[row, column] -= factor * matrix[pivot, column];
                }

                solution[row] -= factor * solution[pivot];
            }
        }

        for (var row = size - 1; row >= 0; row--)
        {
            for (var column = row + 1; column < size; column++)
            {
                solution[row] -= matrix[row, column] * solution[column];
            }

            solution[row] /= matrix[row, row];
        }

        return (solution, logDeterminant);
    }
}
