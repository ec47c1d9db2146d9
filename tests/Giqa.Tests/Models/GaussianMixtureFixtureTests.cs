using Giqa.Models;

namespace Giqa.Tests.Models;

/// <summary>Parity with scikit-learn's GaussianMixture from the same initial labels.</summary>
public class GaussianMixtureFixtureTests
{
    public static TheoryData<CovarianceKind, string, bool> Kinds => new()
    {
        { CovarianceKind.Full, "full", true },
        { CovarianceKind.Full, "full", false },
        { CovarianceKind.Diagonal, "diag", true },
        { CovarianceKind.Tied, "tied", true },
        { CovarianceKind.Spherical, "spherical", true },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Fit_OfFixture_EqualsScikitLearn(CovarianceKind kind, string name, bool prune)
    {
        var rows = NumericFixtures.Rows("real");
        var expected = NumericFixtures.Json($"gmm/m4_{name}");
        var options = new GaussianMixtureOptions { Components = 4, Covariance = kind, MaxIterations = 30, Prune = prune };

        var mixture = GaussianMixture.Fit(rows, 400, options, NumericFixtures.Integers("kmeans/labels_k4_seed0"));

        AssertTraining(expected, mixture);
        AssertParameters($"gmm/m4_{name}", mixture, 1e-9);
        Assert.Equal(expected.GetProperty("n_parameters").GetInt64(), mixture.ParameterCount);
        NumericFixtures.AssertClose(expected.GetProperty("aic").GetDouble(), mixture.Aic(rows, 400), 1e-9);
        NumericFixtures.AssertClose(expected.GetProperty("bic").GetDouble(), mixture.Bic(rows, 400), 1e-9);
        AssertScores($"gmm/m4_{name}", mixture, NumericFixtures.Rows("fake"), 1e-9);
        AssertClose($"gmm/m4_{name}_score_train", Score(mixture, rows), 1e-9);
    }

    [Fact]
    public void Fit_AfterPrincipalComponents_EqualsScikitLearn()
    {
        var real = NumericFixtures.Features("real");
        var pca = PrincipalComponents.Fit(real, 0.95);
        var options = new GaussianMixtureOptions { Components = 3 };

        var mixture = GaussianMixture.Fit(pca.Transform(real), 400, options, NumericFixtures.Integers("gmm/pca_labels"));

        AssertTraining(NumericFixtures.Json("gmm/pca_full"), mixture);
        AssertClose("gmm/pca_full_weights", mixture.Weights, 1e-9);
        AssertScores("gmm/pca_full", mixture, pca.Transform(NumericFixtures.Features("fake")), 1e-9);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Fit_OfSingularCovariances_EqualsScikitLearn(bool prune)
    {
        var rows = NumericFixtures.Rows("real")[..(100 * 32)];
        var options = new GaussianMixtureOptions { Components = 7, MaxIterations = 5, Tolerance = 0, Prune = prune };

        var mixture = GaussianMixture.Fit(rows, 100, options, NumericFixtures.Integers("gmm/ill_labels"));

        NumericFixtures.AssertClose(
            NumericFixtures.Json("gmm/ill_full").GetProperty("lower_bound").GetDouble(), mixture.Training!.LowerBound, 1e-9);
        var fake = NumericFixtures.Rows("fake");
        AssertClose("gmm/ill_full_score_fake", Score(mixture, fake), 1e-6);
        AssertClose("gmm/ill_full_score_train", Score(mixture, rows), 1e-6);
        var probabilities = NumericFixtures.Doubles("gmm/ill_full_proba_fake");
        var actual = mixture.ComputeResponsibilities(fake, 300);
        for (var i = 0; i < actual.Length; i++)
        {
            Assert.Equal(Math.Round(probabilities[i]), Math.Round(actual[i]));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Restore_OfFixture_ScoresAsScikitLearn(CovarianceKind kind, string name, bool prune)
    {
        Assert.True(prune || kind == CovarianceKind.Full);
        var mixture = GaussianMixture.Restore(
            kind,
            NumericFixtures.Doubles($"gmm/m4_{name}_weights"),
            NumericFixtures.Doubles($"gmm/m4_{name}_means"),
            NumericFixtures.Doubles($"gmm/m4_{name}_precisions_cholesky"));

        AssertScores($"gmm/m4_{name}", mixture, NumericFixtures.Rows("fake"), 1e-9);
        AssertClose($"gmm/m4_{name}_covariances", mixture.Covariances(), 1e-9);
        Assert.Null(mixture.Training);
    }

    private static void AssertTraining(System.Text.Json.JsonElement expected, GaussianMixture mixture)
    {
        var training = mixture.Training!;
        Assert.Equal(expected.GetProperty("n_iter").GetInt32(), training.Iterations);
        Assert.Equal(expected.GetProperty("converged").GetBoolean(), training.Converged);
        var trace = expected.GetProperty("lower_bound_trace").EnumerateArray().Select(value => value.GetDouble()).ToArray();
        NumericFixtures.AssertClose(trace, training.LowerBoundTrace.ToArray(), 1e-9);
        NumericFixtures.AssertClose(expected.GetProperty("lower_bound").GetDouble(), training.LowerBound, 1e-9);
    }

    private static void AssertParameters(string name, GaussianMixture mixture, double tolerance)
    {
        AssertClose(name + "_weights", mixture.Weights, tolerance);
        AssertClose(name + "_means", mixture.Means, tolerance);
        AssertClose(name + "_covariances", mixture.Covariances(), tolerance);
        AssertClose(name + "_precisions_cholesky", mixture.PrecisionCholesky, tolerance);
    }

    private static void AssertScores(string name, GaussianMixture mixture, double[] rows, double tolerance)
    {
        AssertClose(name + "_score_fake", Score(mixture, rows), tolerance);
        AssertClose(name + "_proba_fake", mixture.ComputeResponsibilities(rows, rows.Length / mixture.Dimensions), tolerance);
    }

    private static void AssertClose(string name, ReadOnlySpan<double> actual, double tolerance) =>
        NumericFixtures.AssertClose(NumericFixtures.Doubles(name), actual, tolerance);

    private static double[] Score(GaussianMixture mixture, double[] rows)
    {
        var scores = new double[rows.Length / mixture.Dimensions];
        mixture.Score(rows, scores.Length, scores);
        return scores;
    }
}
