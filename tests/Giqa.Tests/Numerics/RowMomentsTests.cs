using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Tests.Numerics;

/// <summary>Moments of leaves, joined in a tree.</summary>
public sealed class RowMomentsTests
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Theory]
    [InlineData(2)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(700)]
    [InlineData(5000)]
    public void Of_AnyNumberOfRows_IsTheDefinition(int count)
    {
        var features = Draw(count, 20);
        var moments = RowMoments.Of(new FeatureRows(features), 2, Never);
        var mean = new double[20];
        for (var row = 0; row < count; row++)
        {
            for (var i = 0; i < 20; i++)
            {
                mean[i] += (double)features.Row(row)[i] / count;
            }
        }

        Assert.Equal(count, moments.Count);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(mean[i], moments.Mean[i], 1e-12 * 1000);
            for (var j = i; j < 20; j++)
            {
                var (sum, size) = (0.0, 0.0);
                for (var row = 0; row < count; row++)
                {
                    var product = (features.Row(row)[i] - mean[i]) * (features.Row(row)[j] - mean[j]);
                    (sum, size) = (sum + product, size + Math.Abs(product));
                }

                Assert.Equal(sum, moments.Scatter[(i * 20) + j], 1e-12 * size);
            }
        }
    }

    [Theory]
    [InlineData(65)]
    [InlineData(2049)]
    [InlineData(6300)]
    public void Joined_LeavesThatOthersWrote_HaveTheSameBits(int count)
    {
        var rows = new FeatureRows(Draw(count, 33));
        var one = RowMoments.Of(rows, 1, Never);
        var many = RowMoments.Of(rows, 3, Never);

        // Made in any order, each by itself, and written down meanwhile.
        var written = Enumerable.Range(0, RowMoments.Leaves(count, 33)).Reverse().Select(leaf => RowMoments.OfLeaf(rows, leaf, null, 2, Never).ToNumbers()).Reverse().ToList();
        var joined = RowMoments.Joined(written.Select(numbers => RowMoments.FromNumbers(numbers, 33)), _ => { }, 1, Never);

        Assert.True(written.Count is > 1 and <= 32);
        Assert.Equal(one.ToNumbers(), many.ToNumbers());
        Assert.Equal(one.ToNumbers(), joined.ToNumbers());
    }

    [Fact]
    public void LeafRows_FollowFromRowsAndColumns()
    {
        Assert.Equal((64, 64, 128, 65536), (RowMoments.LeafRows(1, 9), RowMoments.LeafRows(2048, 9), RowMoments.LeafRows(2049, 9), RowMoments.LeafRows(2_000_000, 9)));
        Assert.Equal((2048, 2048, 32768), (RowMoments.LeafRows(5000, 2048), RowMoments.LeafRows(50_000, 1248), RowMoments.LeafRows(1_000_000, 2048)));
        Assert.Equal((1, 1, 2, 32), (RowMoments.Leaves(1, 9), RowMoments.Leaves(64, 9), RowMoments.Leaves(65, 9), RowMoments.Leaves(2048, 9)));
        Assert.All(Enumerable.Range(1, 5000), rows => Assert.InRange(RowMoments.Leaves(rows, 9), 1, 32));
        Assert.Equal(32, RowMoments.Leaves(int.MaxValue, 9));
    }

    [Fact]
    public void SelectedRows_OfTheWholeSet_HaveTheBitsOfTheirCopies()
    {
        // What others read where it lies, and what one process has copied, must come to the same.
        var features = Draw(900, 21);
        int[] chosen = [.. Enumerable.Range(0, 900).Where(row => row % 3 != 1)];
        var copies = RowMoments.Of(new FeatureRows(features.SelectRows(chosen)), 2, Never);
        Assert.Equal(copies.ToNumbers(), RowMoments.Of(new SelectedRows(features, chosen), 2, Never).ToNumbers());
    }

    /// <summary>Far from 0, so that sums that are not centred would cancel.</summary>
    private static FeatureMatrix Draw(int rows, int columns)
    {
        var random = new SeededRandom((ulong)rows);
        var values = new float[rows * columns];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = 1000 + (float)(random.NextDouble() * (1 + (i % columns)));
        }

        return new FeatureMatrix(rows, columns, values);
    }
}
