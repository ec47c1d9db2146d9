using System.Text.Json;
using Giqa.Numerics;

namespace Giqa.Tests.Metrics;

public sealed class NumpyLegacyRandomTests
{
    [Fact]
    public void Draws_InTheFixturesOrder_EqualNumPys()
    {
        var expected = MetricFixtures.Json("rng/mt19937.json");
        var random = new NumpyLegacyRandom(2020);

        Assert.Equal(Values(expected, "random_sample"), Draw(8, random.NextDouble));
        Assert.Equal(Values(expected, "randint_0_1000"), Draw(8, () => (double)random.NextIndex(999)));
        Assert.Equal(Values(expected, "permutation_20"), random.Permutation(20).Select(value => (double)value));
        Assert.Equal(Values(expected, "choice_50_10_noreplace"), random.Choose(50, 10).Select(value => (double)value));
    }

    private static double[] Draw(int count, Func<double> draw) => [.. Enumerable.Range(0, count).Select(_ => draw())];

    private static double[] Values(JsonElement fixture, string name) =>
        [.. fixture.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];
}
