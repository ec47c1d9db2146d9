using Giqa.Features;
using Giqa.Models;

namespace Giqa.Tests.Models;

/// <summary>What a query's result must not depend on, on data large enough for every path.</summary>
public sealed class NeighbourInvarianceTests
{
    private const int Dimensions = 400;

    private static readonly FeatureMatrix References = Sample(2600, 1);
    private static readonly FeatureMatrix Queries = Sample(301, 2);

    [Theory]
    [InlineData(NeighbourVariant.Paper, 1)]
    [InlineData(NeighbourVariant.Paper, 16)]
    [InlineData(NeighbourVariant.Paper, 40)]
    [InlineData(NeighbourVariant.Paper, 700)]
    [InlineData(NeighbourVariant.Official, 1)]
    [InlineData(NeighbourVariant.Official, 300)]
    public void Score_BatchOrderAndThreads_ChangeNoBit(NeighbourVariant variant, int neighbours)
    {
        var options = new NeighbourScoreOptions { Neighbours = neighbours, Variant = variant };
        var search = new NearestNeighbors(References);
        var expected = search.Score(Queries, options).Values;
        var order = Enumerable.Range(0, Queries.Rows).Select(i => i * 97 % Queries.Rows).ToArray();
        var shuffled = search.Score(Queries.SelectRows(order), options with { Threads = 3 }).Values;
        Assert.Equal([.. order.Select(i => expected[i])], shuffled);
        Assert.Equal(expected, search.Score(Queries, options with { Threads = 1 }).Values);

        var fresh = new NearestNeighbors(References);
        foreach (var batch in new[] { new[] { 5 }, [17, 18, 300], [.. Enumerable.Range(60, 70)] })
        {
            Assert.Equal([.. batch.Select(i => expected[i])], fresh.Score(Queries.SelectRows(batch), options).Values);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(50)]
    [InlineData(700)]
    public void Score_Paper_IsTheDefinition(int neighbours)
    {
        var values = new NearestNeighbors(References).Score(Queries, new() { Neighbours = neighbours }).Values;
        for (var query = 0; query < Queries.Rows; query += 10)
        {
            var expected = NearestNeighborsDefinition.Score(Queries.Row(query), References, neighbours);
            Assert.InRange(values[query], expected * (1 - 1e-6), expected * (1 + 1e-6));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    public void Score_NearCopiesOnTopOfALargeMean_KeepSixDigits(int neighbours)
    {
        var references = Shifted(References, 100);
        var queries = Shifted(References.SelectRows([.. Enumerable.Range(0, 64)]), 100);
        for (var i = 0; i < queries.Values.Length; i++)
        {
            queries.Values[i] += (i % 7) * 1e-4f;
        }

        var values = new NearestNeighbors(references).Score(queries, new() { Neighbours = neighbours }).Values;
        for (var query = 0; query < queries.Rows; query++)
        {
            var expected = NearestNeighborsDefinition.Score(queries.Row(query), references, neighbours);
            Assert.InRange(values[query], expected * (1 - 1e-6), expected * (1 + 1e-6));
        }
    }

    [Theory]
    [InlineData(1, 1e-12)]
    [InlineData(60, 1e-12)]
    [InlineData(300, 1e-6)]
    [InlineData(700, 1e-6)]
    public void Score_Official_IsTheDefinition(int neighbours, double tolerance)
    {
        // Columns beyond a multiple of the lanes, and values of both signs on a mean: every part of the bound has a say.
        var (references, queries) = (Shifted(Cut(References, 389), -0.25f), Shifted(Cut(Queries, 389), -0.25f));
        var values = new NearestNeighbors(references).Score(queries, new() { Neighbours = neighbours, Variant = NeighbourVariant.Official }).Values;
        for (var query = 0; query < queries.Rows; query += 10)
        {
            var expected = NearestNeighborsDefinition.OfficialScore(queries.Row(query), references, neighbours);
            Assert.InRange(values[query], expected * (1 - tolerance), expected * (1 + tolerance));
        }
    }

    [Fact]
    public void ProjectedKeys_DecayingSpectrum_Pay() =>
        Assert.NotNull(ProjectedKeys.TryCreate(References, new(2, CancellationToken.None)));

    [Fact]
    public void ProjectedKeys_FlatSpectrum_AreNotUsed() =>
        Assert.Null(ProjectedKeys.TryCreate(Sample(2600, 3, decay: 0), new(2, CancellationToken.None)));

    [Fact]
    public void Find_ProjectedOrNot_IsTheSame()
    {
        var search = new NearestNeighbors(References);
        var one = search.Find(Queries.SelectRows([250]), 3);
        var all = search.Find(Queries, 3);
        Assert.Equal(one.Indices, all.IndicesOf(250).ToArray());
        Assert.Equal(one.SquaredDistances, all.SquaredDistancesOf(250).ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Find_SeveralTilesWithoutSelf_IsTheDefinition(int neighbours)
    {
        // Every row occurs twice, far apart: the twin is found, and ties go to the first row.
        var half = Sample(1500, 5);
        var all = new FeatureMatrix(3000, Dimensions, [.. half.Values, .. half.Values]);
        var table = new NearestNeighbors(all).Find(all, neighbours, excludeSelf: true);
        for (var row = 0; row < all.Rows; row += 59)
        {
            var expected = Enumerable.Range(0, all.Rows).Where(other => other != row)
                .Select(other => (Distance: NearestNeighborsDefinition.SquaredDistance(all.Row(row), all.Row(other)), Row: other)).Order().Take(neighbours).ToArray();
            Assert.Equal([.. expected.Select(pair => pair.Row)], table.IndicesOf(row).ToArray());
        }
    }

    [Fact]
    public void Find_AllReferencesEqual_TakesTheFirstRows()
    {
        var equal = new FeatureMatrix(20_000, 8, [.. Enumerable.Repeat(.3f, 160_000)]);
        var table = new NearestNeighbors(equal).Find(new FeatureMatrix(1, 8, [1, 1, 1, 1, 1, 1, 1, 1]), 5);
        Assert.Equal([0, 1, 2, 3, 4], table.IndicesOf(0).ToArray());
    }

    [Theory]
    [InlineData(1f, 0)]
    [InlineData(1f, 400)]
    [InlineData(30f, 0)]
    [InlineData(3000f, 0)]
    public unsafe void ProjectedKeys_Limit_HoldsForEveryPair(float outlier, int equalColumns)
    {
        // An outlier among the references, or directions that depend on each other, must not break the bound.
        var references = Shifted(Sample(2400, 9, decay: 1.5), 5);
        for (var i = 0; i < references.Values.Length; i++)
        {
            references.Values[i] = i % Dimensions < equalColumns - 3 ? 2 : references.Values[i];
        }

        references.Values.AsSpan(700 * Dimensions, Dimensions).Fill(outlier);
        var keys = ProjectedKeys.Create(references, new(2, CancellationToken.None));
        const int count = 40;
        var (prepared, filled, offsets) = (new float[count * keys.PreparedColumns], new float[count * references.Rows], new KeyOffset[count]);
        fixed (float* queries = references.Values, p = prepared, k = filled)
        fixed (KeyOffset* o = offsets)
        {
            keys.Prepare(queries + (690 * Dimensions), count, p, o);
            keys.Fill(p, count, 0, references.Rows, k, references.Rows);
        }

        for (var query = 0; query < count; query++)
        {
            for (var row = 0; row < references.Rows; row++)
            {
                var distance = NearestNeighborsDefinition.SquaredDistance(references.Row(690 + query), references.Row(row));
                Assert.True(filled[(query * references.Rows) + row] <= keys.Limit(distance, offsets[query]), $"query {query}, reference {row}");
            }
        }
    }

    [Theory]
    [InlineData(3000, 2900, 1000)]
    [InlineData(3000, 2900, 3)]
    [InlineData(700, 1, 1000)]
    [InlineData(60, 60, 1000)]
    public void DistanceBorder_IsTheOneOfASort(int count, int k, int differentValues)
    {
        var random = new Random(count + k);
        double[] distances = [.. Enumerable.Range(0, count).Select(_ => Math.Floor(random.NextDouble() * differentValues))];
        var expected = distances.Order().ElementAt(k - 1);
        Assert.Equal((expected, distances.Count(distance => distance < expected)), new DistanceBorder().Find(distances, k));
    }

    private static FeatureMatrix Sample(int rows, ulong seed, double decay = 1)
    {
        var (values, state) = (new float[rows * Dimensions], seed);
        for (var row = 0; row < rows; row++)
        {
            for (var i = 0; i < Dimensions; i++)
            {
                state = (state * 6364136223846793005) + 1442695040888963407;
                var uniform = ((state >> 33) / (double)(1L << 31)) - .5;
                values[(row * Dimensions) + i] = (float)(uniform * Math.Pow(i + 1, -decay) * (1 + (row % 9)));
            }
        }

        return new FeatureMatrix(rows, Dimensions, values);
    }

    private static FeatureMatrix Shifted(FeatureMatrix features, float by) =>
        new(features.Rows, features.Columns, Array.ConvertAll(features.Values, value => value + by));

    private static FeatureMatrix Cut(FeatureMatrix features, int columns) =>
        new(features.Rows, columns, [.. Enumerable.Range(0, features.Rows).SelectMany(row => features.Row(row)[..columns].ToArray())]);
}
