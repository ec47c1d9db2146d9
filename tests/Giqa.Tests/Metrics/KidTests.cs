using System.Text.Json;
using Giqa.Metrics;

namespace Giqa.Tests.Metrics;

public sealed class KidTests
{
    private static readonly KidOptions TorchFidelity = new()
    {
        Subsets = 10,
        SubsetSize = 100,
        Seed = 2020,
        Convention = RandomConvention.NumpyLegacy,
        DoublePrecision = true,
    };

    private static JsonElement Golden => MetricFixtures.Json("kid/kid.json");

    [Theory]
    [InlineData(true, 1e-9)]
    [InlineData(false, 1e-6)]
    public void Compute_GivenRows_MatchesTorchFidelityPerSubset(bool doublePrecision, double tolerance)
    {
        var result = Kid.Compute(
            MetricFixtures.Real,
            MetricFixtures.Fake,
            MetricFixtures.Rows("kid/index_real.npy"),
            MetricFixtures.Rows("kid/index_fake.npy"),
            new KidOptions { DoublePrecision = doublePrecision });

        var golden = Golden.GetProperty("torch_fidelity_f64");
        MetricFixtures.Near(golden.GetProperty("kernel_inception_distance_mean").GetDouble(), result.Mean, tolerance);
        MetricFixtures.Near(golden.GetProperty("kernel_inception_distance_std").GetDouble(), result.StandardDeviation, tolerance);
        var subsets = Golden.GetProperty("per_subset_mmd2_f64").EnumerateArray().Select(value => value.GetDouble()).ToArray();
        for (var i = 0; i < subsets.Length; i++)
        {
            MetricFixtures.Near(subsets[i], result.Values[i], 10 * tolerance);
        }
    }

    [Fact]
    public void Compute_TorchFidelitysSeed_DrawsItsRows()
    {
        var result = Kid.Compute(MetricFixtures.Real, MetricFixtures.Fake, TorchFidelity);

        MetricFixtures.Near(Golden.GetProperty("torch_fidelity_f64").GetProperty("kernel_inception_distance_mean").GetDouble(), result.Mean, 1e-9);
    }

    [Fact]
    public void Compute_CleanFidsRows_MatchesCleanFid()
    {
        var result = Kid.Compute(
            MetricFixtures.Real,
            MetricFixtures.Fake,
            MetricFixtures.Rows("kid/cleanfid_index_real.npy"),
            MetricFixtures.Rows("kid/cleanfid_index_fake.npy"),
            TorchFidelity);

        MetricFixtures.Near(Golden.GetProperty("cleanfid_5x80_f64").GetDouble(), result.Mean, 1e-9);
    }

    [Fact]
    public void Compute_AnyThreadCount_GivesTheSameBits()
    {
        var options = new KidOptions { Subsets = 8, SubsetSize = 90, Seed = 5 };

        var one = Kid.Compute(MetricFixtures.Real, MetricFixtures.Fake, options with { Threads = 1 });
        var four = Kid.Compute(MetricFixtures.Real, MetricFixtures.Fake, options with { Threads = 4 });

        Assert.Equal(one.Values, four.Values);
    }

    [Fact]
    public void Compute_SubsetsThatShareRows_GiveWhatEachGivesAlone()
    {
        const int size = 100;
        var random = new Random(3);
        int[][] Draw(int rows) => [.. Enumerable.Range(0, 200).Select(_ => Enumerable.Range(0, size).Select(_ => random.Next(rows)).ToArray())];
        var (real, fake) = (Draw(MetricFixtures.Real.Rows), Draw(MetricFixtures.Fake.Rows));
        Assert.True(OverlappingSubsets.Pay(MetricFixtures.Real.Rows, MetricFixtures.Fake.Rows, MetricFixtures.Real.Columns, real.Length, size));

        var alone = Kid.Compute(MetricFixtures.Real, MetricFixtures.Fake, real, fake, new KidOptions { DoublePrecision = true });
        var shared = Kid.Compute(MetricFixtures.Real, MetricFixtures.Fake, real, fake, new KidOptions { Threads = 1 });
        var itself = Kid.Compute(MetricFixtures.Real, MetricFixtures.Real, real, real, new KidOptions());
        var itselfAlone = Kid.Compute(MetricFixtures.Real, MetricFixtures.Real, real, real, new KidOptions { DoublePrecision = true });

        var largest = alone.Values.Max(Math.Abs);

        // Rows that a subset has twice meet each other, as when each subset is gathered.
        Assert.All(alone.Values.Zip(shared.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-6 * largest));
        Assert.All(itselfAlone.Values.Zip(itself.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-6 * largest));
        Assert.Equal(shared.Values, Kid.Compute(MetricFixtures.Real, MetricFixtures.Fake, real, fake, new KidOptions { Threads = 4 }).Values);
    }

    [Fact]
    public void Compute_SmallSet_ShrinksTheSubsets()
    {
        var result = Kid.Compute(MetricFixtures.Real, MetricFixtures.HeldOut, new KidOptions { Subsets = 2 });

        Assert.Equal(100, result.SubsetSize);
    }

    [Fact]
    public void Compute_SameDistribution_LiesNearZeroAndOtherDoesNot()
    {
        var options = new KidOptions { Subsets = 50, SubsetSize = 100, Seed = 1 };

        var halves = Enumerable.Range(0, 400).Chunk(200).Select(rows => MetricFixtures.Real.SelectRows(rows)).ToArray();
        var same = Kid.Compute(halves[0], halves[1], options);
        var other = Kid.Compute(MetricFixtures.Real, MetricFixtures.Fake, options);

        Assert.InRange(same.Mean, -same.StandardDeviation, same.StandardDeviation);
        Assert.True(other.Mean > 2 * Math.Abs(same.Mean), $"{other.Mean} against {same.Mean}");
    }

    [Fact]
    public void Compute_OneImage_IsRefused() =>
        Assert.Throws<GiqaException>(() => Kid.Compute(MetricFixtures.Real, MetricFixtures.Head(MetricFixtures.Fake, 1), TorchFidelity));
}
