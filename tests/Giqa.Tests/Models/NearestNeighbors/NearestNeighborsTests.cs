using Giqa.Features;
using Giqa.Models;
using Giqa.Tests.Support;

namespace Giqa.Tests.Models;

public sealed class NearestNeighborsTests
{
    [Theory]
    [InlineData(1, 1e-9)]
    [InlineData(5, 1e-9)]
    [InlineData(50, 1e-9)]
    [InlineData(400, 1e-6)]
    public void Score_Paper_EqualsTheFixture(int neighbours, double tolerance)
    {
        var scores = Search().Score(Fake(), new() { Neighbours = neighbours });
        AssertClose(Fixture.Doubles($"knn/eq7_k{neighbours}.npy"), scores.Values, tolerance);
        Assert.All(scores.CopyOf, row => Assert.Equal(-1, row));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Score_LeaveOneOut_EqualsTheFixture(int neighbours)
    {
        var scores = Search().Score(Real(), new() { Neighbours = neighbours, LeaveOneOut = true });
        AssertClose(Fixture.Doubles($"knn/eq7_loo_real_k{neighbours}.npy"), scores.Values, 1e-9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(50)]
    public void Score_Official_EqualsTheAuthorsProgram(int neighbours)
    {
        var scores = Search().Score(Fake(), new() { Neighbours = neighbours, Variant = NeighbourVariant.Official });
        AssertClose(Fixture.Doubles($"knn/official_l1_sum_k{neighbours}.npy"), scores.Values, 1e-5);
    }

    [Fact]
    public void Find_FiveNearest_EqualsTheFixture()
    {
        var table = Search().Find(Fake(), 5);
        Assert.Equal(Fixture.Integers("knn/nn_index_k5.npy"), table.Indices);
        AssertClose(Fixture.Doubles("knn/nn_dist2_k5.npy"), table.SquaredDistances, 1e-12);
    }

    [Theory]
    [InlineData(NeighbourVariant.Paper, 5)]
    [InlineData(NeighbourVariant.Official, 300)]
    [InlineData(NeighbourVariant.Paper, 300)]
    public void Score_ExactCopies_AreFlaggedAndFinite(NeighbourVariant variant, int neighbours)
    {
        var real = Real();
        var scores = Search().Score(real.SelectRows([7, 3, 399]), new() { Neighbours = neighbours, Variant = variant });
        Assert.Equal([7, 3, 399], scores.CopyOf);
        Assert.All(scores.Values, value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void Score_DuplicateReferences_LeaveOneOutStillFindsTheTwin()
    {
        var real = Real();
        var twins = real.SelectRows([.. Enumerable.Range(0, 400), 5]);
        var scores = new NearestNeighbors(twins).Score(twins, new() { LeaveOneOut = true });
        Assert.Equal(400, scores.CopyOf[5]);
        Assert.Equal(5, scores.CopyOf[400]);
        Assert.Equal(2, scores.CopyOf.Count(row => row >= 0));
    }

    [Fact]
    public void Find_EquallyNearReferences_AreOrderedByRow()
    {
        var search = new NearestNeighbors(new FeatureMatrix(40, 3, [.. Enumerable.Repeat(1f, 120)]));
        Assert.Equal([0, 1, 2, 3, 4], search.Find(new FeatureMatrix(1, 3, [1, 2, 3]), 5).Indices);
    }

    [Fact]
    public void Find_ExcludeSelf_GivesTheRadiiOfTheOthers()
    {
        var real = Real();
        var table = Search().Find(real, 3, excludeSelf: true);
        for (var row = 0; row < real.Rows; row++)
        {
            Assert.DoesNotContain(row, table.IndicesOf(row).ToArray());
        }

        Assert.Equal(Search().Find(real, 4).SquaredDistancesOf(17)[1..].ToArray(), table.SquaredDistancesOf(17).ToArray());
    }

    [Fact]
    public void Score_MoreNeighboursThanReferences_SaysHowManyThereAre()
    {
        Assert.Contains("only 400", Assert.Throws<GiqaException>(() => Search().Score(Fake(), new() { Neighbours = 401 })).Message, StringComparison.Ordinal);
        Assert.Contains("only 399", Assert.Throws<GiqaException>(() => Search().Find(Real(), 400, excludeSelf: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_WrongLengthOrNaN_Throws()
    {
        Assert.Throws<GiqaException>(() => Search().Score(new FeatureMatrix(1, 2, [1, 2]), new()));
        var broken = Real().SelectRows([0]);
        broken.Values[5] = float.NaN;
        Assert.Throws<GiqaException>(() => Search().Score(broken, new()));
        Assert.Throws<GiqaException>(() => new NearestNeighbors(broken));
        Assert.Throws<GiqaException>(() => new NearestNeighbors(new FeatureMatrix(0, 2, [])));
    }

    [Fact]
    public void Score_NoQueries_GivesNone() => Assert.Empty(Search().Score(new FeatureMatrix(0, 32, []), new()).Values);

    [Fact]
    public void Score_Cancelled_Throws() =>
        Assert.ThrowsAny<OperationCanceledException>(() => Search().Score(Fake(), new(), new CancellationToken(canceled: true)));

    private static FeatureMatrix Real() => Fixture.Features("numerics/features/real.npy");

    private static FeatureMatrix Fake() => Fixture.Features("numerics/features/fake.npy");

    private static NearestNeighbors Search() => new(Real());

    private static void AssertClose(double[] expected, double[] actual, double relative)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.InRange(actual[i], expected[i] * (1 - relative), expected[i] * (1 + relative));
        }
    }
}
