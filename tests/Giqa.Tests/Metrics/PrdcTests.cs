using Giqa.Features;
using Giqa.Metrics;

namespace Giqa.Tests.Metrics;

public sealed class PrdcTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Compute_Fixture_EqualsPrdc(int neighbours)
    {
        var golden = MetricFixtures.Json("prdc/prdc.json").GetProperty($"prdc_k{neighbours}");
        var options = new PrdcOptions { PrecisionNeighbours = neighbours, DensityNeighbours = neighbours, PrecisionInclusive = false };

        var result = Prdc.Compute(MetricFixtures.Real, MetricFixtures.Fake, options);

        Assert.Equal(golden.GetProperty("precision").GetDouble(), result.Precision);
        Assert.Equal(golden.GetProperty("recall").GetDouble(), result.Recall);
        Assert.Equal(golden.GetProperty("density").GetDouble(), result.Density, 1e-14);
        Assert.Equal(golden.GetProperty("coverage").GetDouble(), result.Coverage);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Compute_Inclusive_EqualsTorchFidelity(int neighbours)
    {
        var golden = MetricFixtures.Json("prdc/prdc.json").GetProperty($"torch_fidelity_k{neighbours}");

        var result = Prdc.Compute(MetricFixtures.Real, MetricFixtures.Fake, new PrdcOptions { PrecisionNeighbours = neighbours });

        Assert.Equal((float)golden.GetProperty("precision").GetDouble(), (float)result.Precision);
        Assert.Equal((float)golden.GetProperty("recall").GetDouble(), (float)result.Recall);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Radii_Fixture_EqualTheExactDistances(int neighbours)
    {
        var tiles = new DistanceTiles(MetricFixtures.Real);
        var norms = tiles.Norms(MetricFixtures.Real, 1, CancellationToken.None);

        var distances = NeighbourRadii.Compute(MetricFixtures.Real, norms, tiles, neighbours, 2, CancellationToken.None);

        var golden = MetricFixtures.Doubles($"prdc/real_radius_k{neighbours}.npy");
        for (var i = 0; i < golden.Length; i++)
        {
            MetricFixtures.Near(golden[i], Math.Sqrt(distances[i][neighbours - 1]), 1e-12);
        }
    }

    /// <summary>Several blocks, a far cluster where a float32 product has no digits left, exact copies within and between the sets.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Compute_CopiesAndAFarCluster_EqualsACountInFloat64(int threads)
    {
        var real = Clusters(1100, 40, 1);
        var generated = Clusters(700, 40, 2);
        for (var i = 0; i < 60; i++)
        {
            real.Row(i).CopyTo(generated.Values.AsSpan(i * 40));
            real.Row(i).CopyTo(real.Values.AsSpan((500 + i) * 40));
        }

        var options = new PrdcOptions { Threads = threads };
        var result = Prdc.Compute(real, generated, options);

        var direct = PrdcDefinition.Compute(real, generated, options);
        Assert.Equal(direct.Inside, result.Inside);
        Assert.Equal(direct.Reached, result.Reached);
        Assert.Equal(direct.BallCounts, result.BallCounts);
        Assert.Equal(direct.Covered, result.Covered);
    }

    [Fact]
    public void Compute_SetAgainstItself_IsFullPrecisionRecallAndCoverage()
    {
        var result = Prdc.Compute(MetricFixtures.Real, MetricFixtures.Real, new PrdcOptions());

        Assert.Equal((1.0, 1.0, 1.0), (result.Precision, result.Recall, result.Coverage));
    }

    [Fact]
    public void Compute_RowsInAnotherOrder_GivesTheSameCounts()
    {
        var order = Enumerable.Range(0, MetricFixtures.Fake.Rows).Reverse().ToArray();

        var straight = Prdc.Compute(MetricFixtures.Real, MetricFixtures.Fake, new PrdcOptions());
        var reversed = Prdc.Compute(MetricFixtures.Real, MetricFixtures.Fake.SelectRows(order), new PrdcOptions());

        Assert.Equal(straight.BallCounts, reversed.BallCounts.Reverse());
        Assert.Equal(straight.Reached, reversed.Reached);
    }

    [Fact]
    public void Compute_AsManyImagesAsNeighbours_IsRefused() =>
        Assert.Contains(
            "5 neighbours",
            Assert.Throws<GiqaException>(
                () => Prdc.Compute(MetricFixtures.Real, MetricFixtures.Head(MetricFixtures.Fake, 5), new PrdcOptions())).Message,
            StringComparison.Ordinal);

    private static FeatureMatrix Clusters(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var values = new float[rows * columns];
        for (var i = 0; i < values.Length; i++)
        {
            var far = i / columns % 3 == 0 ? 3000f : 0f;
            values[i] = far + random.NextSingle();
        }

        return new FeatureMatrix(rows, columns, values);
    }
}
