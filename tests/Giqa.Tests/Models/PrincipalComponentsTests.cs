using Giqa.Features;
using Giqa.Models;
using MathNet.Numerics.LinearAlgebra;

namespace Giqa.Tests.Models;

public class PrincipalComponentsTests
{
    [Theory]
    [InlineData("full", 400)]
    [InlineData("few", 20)]
    public void Fit_OfFixture_EqualsScikitLearn(string name, int rows)
    {
        var pca = PrincipalComponents.Fit(FirstRows("real", rows), 0.95);

        var expected = NumericFixtures.Json($"pca/{name}");
        Assert.Equal(expected.GetProperty("n_components").GetInt32(), pca.Count);
        NumericFixtures.AssertClose(NumericFixtures.Doubles($"pca/{name}_mean"), pca.Mean, 1e-12);
        NumericFixtures.AssertClose(NumericFixtures.Doubles($"pca/{name}_explained_variance"), pca.ExplainedVariance, 1e-10);
        NumericFixtures.AssertClose(Signed(name, $"pca/{name}_components", byRow: true), pca.Components, 1e-9);
        NumericFixtures.AssertClose(expected.GetProperty("noise_variance").GetDouble(), pca.NoiseVariance, 1e-9);
    }

    [Theory]
    [InlineData("full", 400)]
    [InlineData("few", 20)]
    public void Transform_OfFixture_EqualsScikitLearn(string name, int rows)
    {
        var pca = PrincipalComponents.Fit(FirstRows("real", rows), 0.95);

        var actual = pca.Transform(NumericFixtures.Features("fake"));

        NumericFixtures.AssertClose(Signed(name, $"pca/{name}_transform_fake", byRow: false), actual, 1e-9);
    }

    [Fact]
    public void Transform_OfOneRowAndOfShuffledRows_GivesTheSameBits()
    {
        var pca = PrincipalComponents.Fit(NumericFixtures.Features("real"), 0.95);
        var fake = NumericFixtures.Features("fake");
        var together = pca.Transform(fake, threads: 2);

        var order = new Giqa.Numerics.SeededRandom(1).Permutation(fake.Rows);
        var shuffled = pca.Transform(fake.SelectRows(order), threads: 1);

        for (var i = 0; i < fake.Rows; i++)
        {
            var expected = together.AsSpan(order[i] * pca.Count, pca.Count).ToArray();
            Assert.Equal(expected, shuffled.AsSpan(i * pca.Count, pca.Count).ToArray());
            Assert.Equal(expected, pca.Transform(fake.SelectRows([order[i]])));
        }
    }

    [Fact]
    public void Transform_InManyDimensions_GivesTheSameBitsAtEveryPlaceOfABatch()
    {
        const int dimensions = 301;
        var rows = GaussianMixtureTests.Clusters(200, dimensions, clusters: 5);
        var pca = PrincipalComponents.Fit(rows, 200, 0.99);
        var together = pca.Transform(rows, 200);

        for (var start = 1; start < 64; start++)
        {
            Assert.Equal(together[(start * pca.Count)..], pca.Transform(rows.AsSpan(start * dimensions), 200 - start));
        }
    }

    [Fact]
    public void Fit_OnOneAndTwoThreads_GivesTheSameBits()
    {
        var one = PrincipalComponents.Fit(NumericFixtures.Features("real"), 0.95, threads: 1);
        var two = PrincipalComponents.Fit(NumericFixtures.Features("real"), 0.95, threads: 2);

        Assert.Equal(one.Components.ToArray(), two.Components.ToArray());
    }

    [Fact]
    public void Fit_OfSingleAndDoubleRows_GivesTheSameBits()
    {
        var single = PrincipalComponents.Fit(NumericFixtures.Features("real"), 0.95);
        var wide = PrincipalComponents.Fit(NumericFixtures.Rows("real"), 400, 0.95);

        Assert.Equal(single.Components.ToArray(), wide.Components.ToArray());
    }

    [Fact]
    public void Fit_WithRateOne_KeepsOnlyDirectionsWithVariance()
    {
        var pca = PrincipalComponents.Fit(FirstRows("real", 20), 1);

        Assert.Equal(19, pca.Count);
    }

    /// <summary>Both ways: by the Gram matrix where rows are fewer than features, by the covariance elsewhere.</summary>
    [Theory]
    [InlineData(12, .8)]
    [InlineData(20, 1)]
    [InlineData(60, .95)]
    [InlineData(400, .5)]
    public void Fit_AnyNumberOfRows_IsTheDefinition(int rows, double rate)
    {
        var features = FirstRows("real", rows);
        var matrix = Matrix<double>.Build.Dense(rows, features.Columns, (i, j) => features.Row(i)[j]);

        var (variances, vectors) = PrincipalComponentsDefinition.Fit(matrix, rate);
        var pca = PrincipalComponents.Fit(features, rate);

        NumericFixtures.AssertClose(variances.AsSpan(0, pca.Count), pca.ExplainedVariance, 1e-9);
        Assert.All(variances[pca.Count..], variance => Assert.InRange(variance, 0, 1e-12 * variances[0]));
        for (var k = 0; k < pca.Count; k++)
        {
            Assert.Equal(1, Math.Abs(vectors.Column(k).DotProduct(Vector<double>.Build.Dense(pca.Components.Slice(k * pca.Dimensions, pca.Dimensions).ToArray()))), 1e-7);
        }
    }

    [Fact]
    public void Components_AreOrthonormal()
    {
        var pca = PrincipalComponents.Fit(FirstRows("real", 20), 0.99);

        for (var i = 0; i < pca.Count; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                double product = 0;
                for (var k = 0; k < pca.Dimensions; k++)
                {
                    product += pca.Components[(i * pca.Dimensions) + k] * pca.Components[(j * pca.Dimensions) + k];
                }

                Assert.Equal(i == j ? 1 : 0, product, 1e-11);
            }
        }
    }

    [Fact]
    public void Fit_OfEqualRows_SaysThatThereIsNoVariance()
    {
        var rows = new FeatureMatrix(3, 2, [1, 2, 1, 2, 1, 2]);

        var fault = Assert.Throws<GiqaException>(() => PrincipalComponents.Fit(rows, 0.95));

        Assert.Contains("no variance", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_OfOneRow_IsRefused() =>
        Assert.Throws<GiqaException>(() => PrincipalComponents.Fit(new FeatureMatrix(1, 2, [1, 2]), 0.95));

    [Fact]
    public void Fit_OfNotANumber_IsRefused() =>
        Assert.Throws<GiqaException>(() => PrincipalComponents.Fit(new FeatureMatrix(3, 2, [1, 2, float.NaN, 4, 5, 7]), 0.95));

    [Theory]
    [InlineData(0)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void Fit_WithRateOutOfRange_IsRefused(double rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PrincipalComponents.Fit(NumericFixtures.Features("real"), rate));

    private static FeatureMatrix FirstRows(string name, int rows) =>
        NumericFixtures.Features(name).SelectRows([.. Enumerable.Range(0, rows)]);

    /// <summary>scikit-learn 1.2.1 fixes signs by the scores, we (and newer versions) by the largest loading.</summary>
    private static double[] Signed(string name, string values, bool byRow)
    {
        var signs = NumericFixtures.Json($"pca/{name}").GetProperty("sign_to_v_based").EnumerateArray().Select(sign => sign.GetDouble()).ToArray();
        var result = NumericFixtures.Doubles(values);
        for (var i = 0; i < result.Length; i++)
        {
            result[i] *= byRow ? signs[i / (result.Length / signs.Length)] : signs[i % signs.Length];
        }

        return result;
    }
}
