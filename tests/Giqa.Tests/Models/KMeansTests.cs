using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Tests.Models;

public unsafe class KMeansTests
{
    [Fact]
    public void Lloyd_FromTheSameCentres_EqualsScikitLearn()
    {
        var rows = NumericFixtures.Rows("real");
        var expected = NumericFixtures.Json("kmeans/kmeans");
        var centers = new PinnedArray(4 * 32);
        var indices = expected.GetProperty("kmeanspp_indices_seed0").EnumerateArray().Select(index => index.GetInt32()).ToArray();
        for (var i = 0; i < 4; i++)
        {
            rows.AsSpan(indices[i] * 32, 32).CopyTo(centers.Values.AsSpan(i * 32));
        }

        KMeans result;
        fixed (double* data = rows)
        {
            result = Lloyd.Run(new MatrixView(data, 400, 32), centers, new KMeansOptions { Clusters = 4 }, new WorkContext(2, default));
        }

        Assert.Equal(NumericFixtures.Integers("kmeans/labels_k4_seed0"), result.Labels);
        NumericFixtures.AssertClose(NumericFixtures.Doubles("kmeans/centers_k4_seed0"), result.Centers.ToArray(), 1e-9);
        NumericFixtures.AssertClose(expected.GetProperty("inertia").GetDouble(), result.Inertia, 1e-9);
        Assert.Equal(expected.GetProperty("n_iter").GetInt32(), result.Iterations);
    }

    [Fact]
    public void Fit_WithRestarts_ReachesThePeersInertia()
    {
        var result = KMeans.Fit(NumericFixtures.Rows("real"), 400, new KMeansOptions { Clusters = 4, Restarts = 10 });

        Assert.True(result.Inertia <= NumericFixtures.Json("kmeans/kmeans").GetProperty("inertia").GetDouble() * (1 + 1e-9));
    }

    [Fact]
    public void Fit_OnOneAndTwoThreads_GivesTheSameBits()
    {
        var one = KMeans.Fit(NumericFixtures.Rows("real"), 400, new KMeansOptions { Clusters = 7, Seed = 3, Threads = 1 });
        var two = KMeans.Fit(NumericFixtures.Rows("real"), 400, new KMeansOptions { Clusters = 7, Seed = 3, Threads = 2 });

        Assert.Equal(one.Centers, two.Centers);
        Assert.Equal(one.Labels, two.Labels);
    }

    [Fact]
    public void Fit_WithAsManyClustersAsRows_GivesEveryRowItsOwn()
    {
        var result = KMeans.Fit([0, 0, 5, 5, 9, 1], 3, new KMeansOptions { Clusters = 3 });

        Assert.Equal(3, result.Labels.Distinct().Count());
        Assert.Equal(0, result.Inertia);
    }

    [Fact]
    public void Fit_WithEqualRows_Ends()
    {
        var result = KMeans.Fit([1, 1, 1, 1, 1, 1, 1, 1], 4, new KMeansOptions { Clusters = 3 });

        Assert.Equal(0, result.Inertia);
    }

    [Fact]
    public void Fit_WithFewerRowsThanClusters_IsRefused() =>
        Assert.Throws<GiqaException>(() => KMeans.Fit([1, 2], 2, new KMeansOptions { Clusters = 3 }));
}
