using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Tests.Models;

public class GaussianMixtureTests
{
    public static TheoryData<CovarianceKind> Kinds =>
        [CovarianceKind.Full, CovarianceKind.Diagonal, CovarianceKind.Tied, CovarianceKind.Spherical];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Score_OfOneRowAndOfShuffledRows_GivesTheSameBits(CovarianceKind kind)
    {
        var mixture = Fit(new GaussianMixtureOptions { Components = 5, Covariance = kind });
        var rows = NumericFixtures.Rows("fake");
        var together = Score(mixture, rows, threads: 2);

        var order = new SeededRandom(1).Permutation(300);
        var shuffled = order.SelectMany(row => rows[(row * 32)..((row + 1) * 32)]).ToArray();
        var scores = Score(mixture, shuffled, threads: 1);

        for (var i = 0; i < order.Length; i++)
        {
            Assert.Equal(together[order[i]], scores[i]);
            Assert.Equal(scores[i], Score(mixture, shuffled[(i * 32)..((i + 1) * 32)], threads: 1)[0]);
        }
    }

    [Theory]
    [InlineData(33, CovarianceKind.Full)]
    [InlineData(150, CovarianceKind.Full)]
    [InlineData(301, CovarianceKind.Full)]
    [InlineData(33, CovarianceKind.Tied)]
    [InlineData(150, CovarianceKind.Tied)]
    [InlineData(301, CovarianceKind.Tied)]
    public void Score_InManyDimensions_GivesTheSameBitsAtEveryPlaceOfABatch(int dimensions, CovarianceKind kind)
    {
        const int count = 140;
        var rows = Clusters(count, dimensions, clusters: 6);
        var options = new GaussianMixtureOptions { Components = 6, Covariance = kind, Regularization = Regularization.Relative(0.1) };
        var mixture = GaussianMixture.Fit(rows, count, options);
        var together = Score(mixture, rows, threads: 2);

        for (var start = 1; start < 64; start++)
        {
            Assert.Equal(together[start..], Score(mixture, rows[(start * dimensions)..], threads: 1));
            Assert.Equal(together[start], Score(mixture, rows[(start * dimensions)..((start + 1) * dimensions)], threads: 1)[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Fit_OnOneAndTwoThreads_GivesTheSameBits(CovarianceKind kind)
    {
        var one = Fit(new GaussianMixtureOptions { Components = 5, Covariance = kind, Threads = 1 });
        var two = Fit(new GaussianMixtureOptions { Components = 5, Covariance = kind, Threads = 2 });

        Assert.Equal(one.Means.ToArray(), two.Means.ToArray());
        Assert.Equal(one.PrecisionCholesky.ToArray(), two.PrecisionCholesky.ToArray());
    }

    [Fact]
    public void Fit_WithAndWithoutPruning_GivesTheSameMixture()
    {
        var rows = Clusters(count: 2000, dimensions: 48, clusters: 9);
        var options = new GaussianMixtureOptions { Components = 9, MaxIterations = 8, Tolerance = 0 };

        var pruned = GaussianMixture.Fit(rows, 2000, options);
        var plain = GaussianMixture.Fit(rows, 2000, options with { Prune = false });

        NumericFixtures.AssertClose(plain.Training!.LowerBoundTrace.ToArray(), pruned.Training!.LowerBoundTrace.ToArray(), 1e-12);
        NumericFixtures.AssertClose(Score(plain, rows, 1), Score(pruned, rows, 1), 1e-10);
    }

    [Fact]
    public void Fit_OfOneComponent_IsTheClosedFormGaussian()
    {
        var rows = NumericFixtures.Rows("real");

        var mixture = GaussianMixture.Fit(
            rows, 400, new GaussianMixtureOptions { Components = 1, Regularization = new Regularization { Absolute = 0 } });

        var covariance = new double[32 * 32];
        for (var i = 0; i < 32; i++)
        {
            Assert.Equal(Enumerable.Range(0, 400).Average(row => rows[(row * 32) + i]), mixture.Means[i], 1e-12);
            for (var j = 0; j < 32; j++)
            {
                covariance[(i * 32) + j] = Enumerable.Range(0, 400).Average(
                    row => (rows[(row * 32) + i] - mixture.Means[i]) * (rows[(row * 32) + j] - mixture.Means[j]));
            }
        }

        NumericFixtures.AssertClose(covariance, mixture.Covariances(), 1e-11);
        Assert.True(mixture.Training!.Converged);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Score_InOneDimension_IntegratesToOne(CovarianceKind kind)
    {
        var random = new SeededRandom(7);
        var rows = Enumerable.Range(0, 300).Select(row => (random.NextGaussian() * (1 + (row % 3))) + (4 * (row % 3))).ToArray();
        var mixture = GaussianMixture.Fit(rows, 300, new GaussianMixtureOptions { Components = 3, Covariance = kind });

        const double step = 0.01;
        var grid = Enumerable.Range(-4000, 8001).Select(i => i * step).ToArray();
        var integral = Score(mixture, grid, threads: 1).Sum(score => Math.Exp(score) * step);

        Assert.Equal(1, integral, 1e-9);
    }

    [Fact]
    public void Score_OfFarAwayRow_IsFinite()
    {
        var mixture = Fit(new GaussianMixtureOptions { Components = 4 });

        Assert.True(double.IsFinite(Score(mixture, [.. Enumerable.Repeat(1e6, 32)], threads: 1)[0]));
    }

    [Fact]
    public void Score_OfNotANumber_IsNotANumberAndDisturbsNoOther()
    {
        var mixture = Fit(new GaussianMixtureOptions { Components = 4 });
        var rows = NumericFixtures.Rows("fake")[..(3 * 32)];
        var expected = Score(mixture, rows, threads: 1);
        rows[32 + 5] = double.NaN;

        var scores = Score(mixture, rows, threads: 1);

        Assert.Equal([expected[0], double.NaN, expected[2]], scores);
    }

    [Fact]
    public void Score_OfNoRows_GivesNothing()
    {
        var mixture = Fit(new GaussianMixtureOptions { Components = 2 });

        mixture.Score([], 0, []);
    }

    [Fact]
    public void Score_OfRestoredMixture_GivesTheSameBits()
    {
        foreach (var kind in new[] { CovarianceKind.Full, CovarianceKind.Diagonal, CovarianceKind.Tied, CovarianceKind.Spherical })
        {
            var mixture = Fit(new GaussianMixtureOptions { Components = 4, Covariance = kind });
            var restored = GaussianMixture.Restore(kind, mixture.Weights, mixture.Means, mixture.PrecisionCholesky);
            var rows = NumericFixtures.Rows("fake");

            Assert.Equal(Score(mixture, rows, 1), Score(restored, rows, 1));
        }
    }

    [Fact]
    public void Fit_WithRestarts_KeepsTheBest()
    {
        var one = Fit(new GaussianMixtureOptions { Components = 6, Seed = 9 });
        var several = Fit(new GaussianMixtureOptions { Components = 6, Seed = 9, Restarts = 4 });

        Assert.True(several.Training!.LowerBound >= one.Training!.LowerBound);
    }

    [Fact]
    public void Fit_TellsOfEveryIteration()
    {
        var reports = new List<GaussianMixtureProgress>();

        var mixture = GaussianMixture.Fit(
            NumericFixtures.Rows("real"), 400, new GaussianMixtureOptions { Components = 3 }, progress: new Collect(reports));

        Assert.Equal(mixture.Training!.LowerBoundTrace, reports.Select(report => report.LowerBound));
        Assert.Equal(Enumerable.Range(1, reports.Count), reports.Select(report => report.Iteration));
    }

    [Fact]
    public void Fit_WhenCancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => GaussianMixture.Fit(
            NumericFixtures.Rows("real"), 400, new GaussianMixtureOptions { Components = 3 }, cancellationToken: source.Token));
    }

    [Fact]
    public void Fit_OfNotANumber_IsRefused()
    {
        var rows = NumericFixtures.Rows("real");
        rows[100] = double.NaN;

        Assert.Throws<GiqaException>(() => GaussianMixture.Fit(rows, 400, new GaussianMixtureOptions { Components = 3 }));
    }

    [Fact]
    public void Fit_OfFewRows_Warns()
    {
        var mixture = Fit(new GaussianMixtureOptions { Components = 7 });

        Assert.Contains(mixture.Training!.Warnings, warning => warning.Contains("far too few", StringComparison.Ordinal));
        Assert.Contains(mixture.Training.Warnings, warning => warning.Contains("components hold fewer than 64 rows", StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_OfManyRows_DoesNotWarn()
    {
        var rows = Clusters(count: 3000, dimensions: 4, clusters: 3);

        Assert.Empty(GaussianMixture.Fit(rows, 3000, new GaussianMixtureOptions { Components = 3 }).Training!.Warnings);
    }

    [Fact]
    public void Fit_WithMoreComponentsThanRows_IsRefused() =>
        Assert.Throws<GiqaException>(() => GaussianMixture.Fit([1, 2, 3], 3, new GaussianMixtureOptions { Components = 4 }));

    [Fact]
    public void Fit_WithLabelOutOfRange_IsRefused() =>
        Assert.Throws<ArgumentException>(() => GaussianMixture.Fit([1, 2, 3], 3, new GaussianMixtureOptions { Components = 2 }, [0, 1, 2]));

    [Theory]
    [InlineData(CovarianceKind.Full)]
    [InlineData(CovarianceKind.Diagonal)]
    [InlineData(CovarianceKind.Spherical)]
    public void Fit_WithMorePooling_RaisesTheHeldOutLikelihoodOfSmallSets(CovarianceKind kind)
    {
        var rows = Clusters(count: 400, dimensions: 24, clusters: 4);
        var train = rows[..(100 * 24)];
        var held = rows[(100 * 24)..];
        var options = new GaussianMixtureOptions { Components = 4, Covariance = kind };

        var plain = GaussianMixture.Fit(train, 100, options);
        var pooled = GaussianMixture.Fit(train, 100, options with { Regularization = Regularization.Pooled(24, 0.01) });

        Assert.True(pooled.MeanLogDensity(held, 300) > plain.MeanLogDensity(held, 300));
    }

    [Fact]
    public void Fit_WithRelativeRegularisation_FollowsTheUnitOfTheFeatures()
    {
        var rows = NumericFixtures.Rows("real");
        var options = new GaussianMixtureOptions { Components = 3, Regularization = Regularization.Relative(0.05) };

        var small = GaussianMixture.Fit(rows, 400, options);
        var large = GaussianMixture.Fit(Array.ConvertAll(rows, value => 1024 * value), 400, options);

        NumericFixtures.AssertClose(small.Training!.LowerBound - (32 * Math.Log(1024)), large.Training!.LowerBound, 1e-9);
    }

    internal static double[] Score(GaussianMixture mixture, double[] rows, int threads)
    {
        var scores = new double[rows.Length / mixture.Dimensions];
        mixture.Score(rows, scores.Length, scores, threads);
        return scores;
    }

    internal static double[] Clusters(int count, int dimensions, int clusters)
    {
        var random = new SeededRandom(11);
        var centers = Enumerable.Range(0, clusters * dimensions).Select(_ => random.NextGaussian()).ToArray();
        var rows = new double[count * dimensions];
        for (var i = 0; i < rows.Length; i++)
        {
            var cluster = i / dimensions % clusters;
            rows[i] = centers[(cluster * dimensions) + (i % dimensions)] + (random.NextGaussian() / (1 + (i % dimensions / 4)));
        }

        return rows;
    }

    private static GaussianMixture Fit(GaussianMixtureOptions options) =>
        GaussianMixture.Fit(NumericFixtures.Rows("real"), 400, options);

    private sealed class Collect(List<GaussianMixtureProgress> reports) : IProgress<GaussianMixtureProgress>
    {
        public void Report(GaussianMixtureProgress value) => reports.Add(value);
    }
}
