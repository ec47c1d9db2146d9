using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Tests.Models;

public unsafe class NearestCentersTests
{
    private static readonly WorkContext Work = new(2, default);

    [Theory]
    [InlineData(3, 5, 0, 1)]
    [InlineData(40, 21, 0, 1)]
    [InlineData(300, 33, 1e6, 1)]
    [InlineData(40, 21, 0, 1e25)]
    [InlineData(40, 21, 0, 1e-25)]
    public void Assign_WhileCentresMove_AlwaysFindsTheNearest(int columns, int clusters, double offset, double scale)
    {
        var random = new SeededRandom(7);
        double[] rows = [.. Enumerable.Range(0, 700 * columns).Select(_ => (offset + random.NextGaussian()) * scale)];
        var centers = new PinnedArray(rows.AsSpan(0, clusters * columns));
        fixed (double* data = rows)
        {
            using var nearest = new NearestCenters(new MatrixView(data, 700, columns), clusters, Work);
            foreach (var step in (double[])[1, .1, .01, 1e-6, 0])
            {
                _ = nearest.Assign(centers);
                Assert.Equal(Direct(rows, columns, centers.Values), nearest.Labels);
                nearest.Loosen(Move(centers, columns, step * scale, random));
            }

            _ = nearest.Assign(centers);
            Assert.False(nearest.Assign(centers));
        }
    }

    [Fact]
    public void Assign_EquallyNearCentres_TakesTheFirst()
    {
        double[] rows = [0, 0, 0, 1, 5, 5];
        var centers = new PinnedArray([1.0, 0, -1, 0, 0, -1, 5, 5, 5, 5]);
        fixed (double* data = rows)
        {
            using var nearest = new NearestCenters(new MatrixView(data, 3, 2), 5, Work);
            _ = nearest.Assign(centers);
            Assert.Equal([0, 0, 3], nearest.Labels);
        }
    }

    [Fact]
    public void Assign_DifferencesBeyondFloat32_AreSeen()
    {
        double[] rows = [0, 1000, -1000];
        var centers = new PinnedArray([1 + 1e-9, -1, 1000, -1000]);
        fixed (double* data = rows)
        {
            using var nearest = new NearestCenters(new MatrixView(data, 3, 1), 4, Work);
            _ = nearest.Assign(centers);
            Assert.Equal([1, 2, 3], nearest.Labels);
        }
    }

    [Fact]
    public void Assign_CentresBarelyMoved_ChangesNothing()
    {
        var random = new SeededRandom(3);
        double[] rows = [.. Enumerable.Range(0, 500 * 8).Select(_ => random.NextGaussian())];
        var centers = new PinnedArray(rows.AsSpan(0, 4 * 8));
        fixed (double* data = rows)
        {
            using var nearest = new NearestCenters(new MatrixView(data, 500, 8), 4, Work);
            Assert.True(nearest.Assign(centers));
            nearest.Loosen(Move(centers, 8, 1e-12, random));
            Assert.False(nearest.Assign(centers));
        }
    }

    private static double[] Move(PinnedArray centers, int columns, double step, SeededRandom random)
    {
        var squared = new double[centers.Values.Length / columns];
        for (var i = 0; i < centers.Values.Length; i++)
        {
            var moved = centers.Values[i] + (step * random.NextGaussian());
            squared[i / columns] += (moved - centers.Values[i]) * (moved - centers.Values[i]);
            centers.Values[i] = moved;
        }

        return squared;
    }

    private static int[] Direct(double[] rows, int columns, double[] centers)
    {
        var labels = new int[rows.Length / columns];
        for (var row = 0; row < labels.Length; row++)
        {
            var least = double.PositiveInfinity;
            for (var cluster = 0; cluster < centers.Length / columns; cluster++)
            {
                var distance = Enumerable.Range(0, columns).Sum(i => Math.Pow(rows[(row * columns) + i] - centers[(cluster * columns) + i], 2));
                (labels[row], least) = distance < least ? (cluster, distance) : (labels[row], least);
            }
        }

        return labels;
    }
}
