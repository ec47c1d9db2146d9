using Giqa.Features;
using Giqa.Metrics;
using Giqa.Storage;

namespace Giqa.Tests.Metrics;

public sealed class FeatureStatisticsTests
{
    [Theory]
    [InlineData("real")]
    [InlineData("fake")]
    public void Compute_Fixture_MatchesNumPy(string name)
    {
        var statistics = FeatureStatistics.Compute(MetricFixtures.Matrix($"features/{name}.npy"));

        AssertNear(MetricFixtures.Doubles($"fid/mu_{name}.npy"), statistics.Mean);
        AssertNear(MetricFixtures.Doubles($"fid/sigma_{name}.npy"), statistics.Covariance);
    }

    [Fact]
    public void Compute_DividedByCount_IsSmallerByTheirRatio()
    {
        var byCount = FeatureStatistics.Compute(MetricFixtures.Real, CovarianceDivisor.Count);

        MetricFixtures.Near(FeatureStatistics.Compute(MetricFixtures.Real).Trace * 399 / 400, byCount.Trace, 1e-14);
    }

    [Fact]
    public void Compute_MoreRowsThanABlockAndColumnsThanATile_MatchesADirectSum()
    {
        const int Rows = 1100, Columns = 300;
        var random = new Random(3);
        var values = new float[Rows * Columns];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = random.NextSingle();
        }

        var statistics = FeatureStatistics.Compute(new FeatureMatrix(Rows, Columns, values), threads: 3);

        foreach (var (i, j) in new[] { (0, 0), (299, 299), (299, 0), (0, 299), (256, 255), (10, 280) })
        {
            var sum = 0.0;
            for (var row = 0; row < Rows; row++)
            {
                sum += (values[(row * Columns) + i] - statistics.Mean[i]) * (values[(row * Columns) + j] - statistics.Mean[j]);
            }

            Assert.Equal(sum / (Rows - 1), statistics.Covariance[(i * Columns) + j], 1e-13);
        }
    }

    [Theory]
    [InlineData(nameof(CovarianceDivisor.CountMinusOne))]
    [InlineData(nameof(CovarianceDivisor.Count))]
    public void Without_SomeRows_EqualsTheOthers(string name)
    {
        var divisor = Enum.Parse<CovarianceDivisor>(name);
        var (all, some, others) = (MetricFixtures.Real, MetricFixtures.Head(MetricFixtures.Real, 40), MetricFixtures.Real.SelectRows([.. Enumerable.Range(40, 360)]));

        var rest = FeatureStatistics.Compute(all, divisor).Without(FeatureStatistics.Compute(some, divisor));

        var expected = FeatureStatistics.Compute(others, divisor);
        Assert.Equal(360, rest.Count);
        AssertNear(expected.Mean, rest.Mean);
        AssertNear(expected.Covariance, rest.Covariance);
    }

    [Fact]
    public void Load_SavedStatistics_GivesTheSameDistance()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("giqa-").FullName, "real.npz");
        var statistics = FeatureStatistics.Compute(MetricFixtures.Real);
        statistics.Save(path);

        var loaded = FeatureStatistics.Load(path);

        Assert.Equal(statistics.Mean, loaded.Mean);
        Assert.Equal(statistics.Covariance, loaded.Covariance);
        var fake = FeatureStatistics.Compute(MetricFixtures.Fake);
        Assert.Equal(FrechetDistance.Compute(statistics, fake), FrechetDistance.Compute(loaded, fake));
    }

    [Fact]
    public void Load_ArraysThatDoNotFit_NamesTheirShapes()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("giqa-").FullName, "bad.npz");
        AtomicFile.Write(path, stream => Npz.Write(stream, [("mu", [2], [0, 0]), ("sigma", [3, 3], new double[9])]));

        Assert.Contains("(3, 3)", Assert.Throws<GiqaException>(() => FeatureStatistics.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compute_OneImage_IsRefused() =>
        Assert.Contains("at least 2", Assert.Throws<GiqaException>(() => FeatureStatistics.Compute(MetricFixtures.Head(MetricFixtures.Real, 1))).Message, StringComparison.Ordinal);

    private static void AssertNear(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-12);
        }
    }

    [Theory]
    [InlineData(new[] { 0.0, double.NaN }, new[] { 1.0, 0, 0, 1 }, "'mu' holds a value that is not a finite number, the first at 1")]
    [InlineData(new[] { 0.0, double.PositiveInfinity }, new[] { 1.0, 0, 0, 1 }, "'mu' holds")]
    [InlineData(new[] { 0.0, 0 }, new[] { 1.0, 0, double.NaN, 1 }, "'sigma' holds a value that is not a finite number, the first at row 1, column 0")]
    [InlineData(new[] { 0.0, 0 }, new[] { 1.0, 0.5, 0.2, 1 }, "not symmetric")]
    [InlineData(new[] { 0.0, 0 }, new[] { 1.0, 2, 2, 1 }, "negative eigenvalue (-1)")]
    [InlineData(new[] { 0.0, 0 }, new[] { -1.0, 0, 0, -1 }, "negative eigenvalue")]
    [InlineData(new[] { 0.0, 0 }, new[] { 1e200, 0, 0, 1e200 }, "float64 cannot multiply")]
    public void Load_WhatNoSetOfImagesHas_IsRefusedByName(double[] mean, double[] covariance, string expected)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("giqa-").FullName, "odd.npz");
        Giqa.Storage.AtomicFile.Write(path, stream => Giqa.Storage.Npz.Write(stream, [("mu", [2], mean), ("sigma", [2, 2], covariance)]));

        Assert.Contains(expected, Assert.Throws<GiqaException>(() => FeatureStatistics.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ARankDeficientCovarianceInFloat32_IsTaken()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("giqa-").FullName, "few.npz");
        var statistics = FeatureStatistics.Compute(MetricFixtures.Fake.SelectRows([0, 1, 2, 3, 4]));
        double[] rounded = [.. statistics.Covariance.Select(value => (double)(float)value)];
        new FeatureStatistics(statistics.Mean, rounded, 5, CovarianceDivisor.CountMinusOne).Save(path);

        Assert.Equal(rounded, FeatureStatistics.Load(path).Covariance);
    }
}
