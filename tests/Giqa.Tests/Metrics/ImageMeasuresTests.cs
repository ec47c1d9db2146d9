using Giqa.Features;
using Giqa.Metrics;

namespace Giqa.Tests.Metrics;

public sealed class ImageMeasuresTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Compute_Fixture_EqualsTheDefinitionInFloat64(int threads)
    {
        var (real, generated) = (MetricFixtures.Real, MetricFixtures.Fake);
        var radii = PrdcDefinition.Radii(real, 3);
        var nearest = PrdcDefinition.Radii(real, 1);
        var sorted = radii.Order().ToArray();
        var median = (sorted[199] + sorted[200]) / 2;

        var measures = ImageMeasures.Compute(real, generated, threads: threads);

        for (var j = 0; j < generated.Rows; j++)
        {
            var distances = Enumerable.Range(0, real.Rows).Select(i => PrdcDefinition.Squared(real.Row(i), generated.Row(j))).ToArray();
            var closest = Enumerable.Range(0, real.Rows).MinBy(i => distances[i]);
            var around = Enumerable.Range(0, real.Rows).Where(i => distances[i] <= radii[i]).ToArray();
            var realism = Enumerable.Range(0, real.Rows).Where(i => radii[i] <= median).Max(i => radii[i] / distances[i]);
            Assert.Equal(Math.Sqrt(realism), measures[j].Realism, 1e-9);
            Assert.Equal(around.Length == 0 ? null : Math.Sqrt(around.Min(i => radii[i])), measures[j].Rarity, (a, b) => a == b || Math.Abs((a - b) ?? 1) < 1e-9);
            Assert.Equal(closest, measures[j].NearestReal);
            Assert.Equal(distances[closest] > nearest[closest], measures[j].IsAuthentic);
        }
    }

    [Fact]
    public void Compute_CopyOfAReal_IsNotAuthenticAndStaysFinite()
    {
        var measures = ImageMeasures.Compute(MetricFixtures.Real, MetricFixtures.Real.SelectRows([42]));

        Assert.Equal(42, measures[0].NearestReal);
        Assert.False(measures[0].IsAuthentic);
        Assert.True(double.IsFinite(measures[0].Realism));
        Assert.Equal(0.0, measures[0].NearestDistance);
    }

    [Fact]
    public void Compute_FarImage_LiesOutsideOfAllBalls()
    {
        var far = new FeatureMatrix(1, 32, [.. Enumerable.Repeat(50f, 32)]);

        var measure = ImageMeasures.Compute(MetricFixtures.Real, far)[0];

        Assert.Null(measure.Rarity);
        Assert.InRange(measure.Realism, 0.0, 0.2);
        Assert.True(measure.IsAuthentic);
    }
}
