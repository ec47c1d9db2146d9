using Giqa.Features;
using Giqa.Metrics;
using Giqa.Numerics;

namespace Giqa.Tests.Metrics;

public sealed class ClippedDensityTests
{
    [Fact]
    public void Compute_Fixture_IsTheDefinition()
    {
        const int k = 5;
        var (real, generated) = (MetricFixtures.Real, MetricFixtures.Fake);
        double[] radii = [.. PrdcDefinition.Radii(real, k).Select(Math.Sqrt)];
        var sorted = radii.Order().ToArray();
        var median = (sorted[199] + sorted[200]) / 2;
        double Value(FeatureMatrix images, bool areReals) => Enumerable.Range(0, images.Rows).Average(j => Math.Min(1.0, Enumerable.Range(0, real.Rows)
            .Count(i => !(areReals && i == j) && Math.Sqrt(PrdcDefinition.Squared(real.Row(i), images.Row(j))) <= Math.Min(radii[i], median)) / (double)k));

        var actual = ClippedDensity.Compute(real, generated, new PrdcOptions());

        Assert.Equal(Math.Min(1, Value(generated, false) / Value(real, true)), actual, 1e-12);
        Assert.InRange(actual, .01, .99);
    }

    /// <summary>What density does not do: it is linear in the share of bad images, and outliers among the reals move it by their share alone, being no better.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(.3, 0)]
    [InlineData(.7, 0)]
    [InlineData(.3, .02)]
    public void Compute_SomeImagesBad_IsTheShareOfTheOthers(double bad, double outliers)
    {
        var real = Draw(2000, outliers, 1);
        Assert.Equal((1 - bad) / (1 - outliers), ClippedDensity.Compute(real, Draw(2000, bad, 2), new PrdcOptions()), .03);
    }

    [Fact]
    public void Run_WithItsWord_StandsAmongTheFiguresOfTheComparison()
    {
        var (real, set) = (SetOf(Draw(300, 0, 1)), SetOf(Draw(200, .4, 2)));

        var result = Comparison.Run(real, [new ComparisonInput("a", set, null)], new ComparisonOptions { Metrics = ComparisonMetrics.Of("cd") }).Results[0];

        Assert.Equal(ClippedDensity.Compute(real.Matrix, set.Matrix, new PrdcOptions()), ComparisonMetric.Find("clipped_density").FigureOf(result.Figures)!.Value, 1e-12);
        Assert.InRange(ComparisonMetric.Find("clipped_density").SpreadOf(result)!.Value, .02, .06);
    }

    [Fact]
    public void Compute_CopiesOfOneImage_AreRefused()
    {
        var same = new FeatureMatrix(20, 3, [.. Enumerable.Repeat(1f, 60)]);
        Assert.Contains("copies of each other", Assert.Throws<GiqaException>(() => ClippedDensity.Compute(same, same, new PrdcOptions())).Message, StringComparison.Ordinal);
    }

    /// <summary>Normal rows, a share of them far away and apart from each other.</summary>
    private static FeatureMatrix Draw(int rows, double far, ulong seed)
    {
        var random = new SeededRandom(seed);
        return new FeatureMatrix(rows, 8, [.. Enumerable.Range(0, rows * 8).Select(i => (float)(random.NextGaussian() * (i / 8 < far * rows ? 1000 : 1)))]);
    }

    private static FeatureSet SetOf(FeatureMatrix matrix) => new(matrix, [.. Enumerable.Range(0, matrix.Rows).Select(row => new FeatureItem($"{row}.png"))], null, null);
}
