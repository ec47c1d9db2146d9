using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Tests.Models;

public unsafe class CentredSumsTests
{
    private const int Rows = 300;

    /// <summary>Points near the means, and so far away that squares cancel.</summary>
    [Theory]
    [InlineData(1, 0.1, true)]
    [InlineData(21, 0.1, true)]
    [InlineData(40, 0, true)]
    [InlineData(21, 1e6, false)]
    public void Follow_IsTheDefinition_OrSaysThatDigitsAreLost(int columns, double distance, bool isExact)
    {
        const int Components = 3;
        var random = new SeededRandom(9);
        double[] rows = [.. Enumerable.Range(0, Rows * columns).Select(_ => 5 + random.NextGaussian())];
        double[] table = [.. Enumerable.Range(0, Rows * Components).Select(i => i % Components == 2 && i % 7 > 0 ? -100 : random.NextGaussian())];
        double[] responsibilities;
        var start = Enumerable.Range(0, Components * columns).Select(_ => 5 + (distance * (1 + random.NextDouble()))).ToArray();
        var (owners, totals) = (new int[Rows], new double[Rows]);
        fixed (double* data = rows, log = table)
        {
            var view = new MatrixView(data, Rows, columns);
            var weights = Responsibilities.FromLogDensities(log, Rows, Components, totals, owners, new WorkContext(1, default));
            responsibilities = [.. table];
            foreach (var isSpherical in (bool[])[false, true])
            {
                var (means, counts) = (new PinnedArray(start), new double[Components]);
                var variances = new PinnedArray(Components * columns);
                var told = new CentredSums(Components, columns, isSpherical).Follow(view, weights, means, counts, variances.Pointer, new WorkContext(2, default));

                Assert.All(told, exact => Assert.Equal(isExact, exact));
                for (var k = 0; k < Components; k++)
                {
                    var count = Enumerable.Range(0, Rows).Sum(row => responsibilities[(row * Components) + k]);
                    Assert.Equal(count, counts[k], 1e-9);
                    var sum = 0.0;
                    for (var i = 0; i < columns; i++)
                    {
                        var mean = Enumerable.Range(0, Rows).Sum(row => responsibilities[(row * Components) + k] * rows[(row * columns) + i]) / count;
                        var variance = Enumerable.Range(0, Rows).Sum(row => responsibilities[(row * Components) + k] * Math.Pow(rows[(row * columns) + i] - mean, 2)) / count;
                        Assert.Equal(mean, means.Values[(k * columns) + i], 1e-8);
                        sum += variance;
                        if (isExact && !isSpherical)
                        {
                            Assert.Equal(variance, variances.Values[(k * columns) + i], 1e-12);
                        }
                    }

                    if (isExact && isSpherical)
                    {
                        Assert.Equal(sum, variances.Values[k], 1e-11);
                    }
                }
            }
        }
    }
}
