using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Tests.Models;

/// <summary>The M-step that follows changed responsibilities, against the one that takes everything anew.</summary>
public sealed unsafe class FullCovariancesTests
{
    private const int Rows = 900;
    private const int Components = 3;

    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    [InlineData(600)]
    public void Compute_SomeRowsChange_EqualsTakingAllAnew(int dimensions)
    {
        var rows = Sample(dimensions);
        using var followed = new FullCovariances(Components, dimensions);
        var table = Table(seed: 2);
        _ = Compute(followed, rows, dimensions, table);
        for (var step = 1; step < 6; step++)
        {
            for (var row = step; row < Rows; row += 31)
            {
                table[(row * Components) + (row % Components)] += 1.5 - (row % 2 * 4);
            }

            var (covariances, written) = Compute(followed, rows, dimensions, table);
            using var fresh = new FullCovariances(Components, dimensions);
            Assert.Equal([0, 1, 2], written);
            AssertClose(Compute(fresh, rows, dimensions, table).Covariances, covariances, dimensions, 1e-13);
        }
    }

    [Fact]
    public void Compute_AnOutlierLeaves_LosesNoDigits()
    {
        const int dimensions = 8;
        var rows = Sample(dimensions);
        rows[3] = 1e9;
        var table = Labels(row => row % Components);
        using var followed = new FullCovariances(Components, dimensions);
        _ = Compute(followed, rows, dimensions, table);

        // Row 0 with its huge value goes from component 0 to component 1.
        (table[0], table[1]) = (table[1], table[0]);
        var (covariances, _) = Compute(followed, rows, dimensions, table, all: true);
        using var fresh = new FullCovariances(Components, dimensions);
        AssertClose(Compute(fresh, rows, dimensions, table).Covariances, covariances, dimensions, 1e-13);
    }

    [Fact]
    public void Compute_NothingChanges_WritesNothingUnlessAsked()
    {
        const int dimensions = 8;
        var (rows, table) = (Sample(dimensions), Table(seed: 4));
        using var followed = new FullCovariances(Components, dimensions);
        var (expected, first) = Compute(followed, rows, dimensions, table);
        Assert.Equal([0, 1, 2], first);
        Assert.Empty(Compute(followed, rows, dimensions, table).Written);

        var (covariances, written) = Compute(followed, rows, dimensions, table, all: true);
        Assert.Equal([0, 1, 2], written);
        AssertClose(expected, covariances, dimensions, 1e-15);
    }

    [Fact]
    public void Compute_OneComponentChanges_LeavesTheOthersAlone()
    {
        const int dimensions = 8;
        var (rows, table) = (Sample(dimensions), Labels(row => row % Components));
        using var followed = new FullCovariances(Components, dimensions);
        _ = Compute(followed, rows, dimensions, table);
        (table[0], table[1]) = (table[1], table[0]);
        Assert.Equal([0, 1], Compute(followed, rows, dimensions, table).Written);
    }

    [Fact]
    public void Between_ChangesBelowRounding_AreRememberedAsTheyWere()
    {
        var before = new WeightedRows(new[] { 1, 4, 6 }, new[] { 0.5, 1, 0.25 });
        var after = new WeightedRows(new[] { 1, 2, 4, 9 }, new[] { 0.75, 0.5, 1 - 5e-16, 4e-16 });
        var changes = ResponsibilityChanges.Between(before, after, most: 3)!;
        Assert.Equal([1, 2], changes.Rising.Rows.ToArray());
        Assert.Equal([0.25, 0.5], changes.Rising.Weights.ToArray());
        Assert.Equal([6], changes.Falling.Rows.ToArray());
        Assert.Equal([1, 2, 4], changes.Applied.Rows.ToArray());
        Assert.Equal([0.75, 0.5, 1], changes.Applied.Weights.ToArray());
        Assert.Null(ResponsibilityChanges.Between(before, after, most: 2));
    }

    private static (double[] Covariances, int[] Written) Compute(
        FullCovariances step, double[] rows, int dimensions, double[] logDensities, bool all = false)
    {
        var table = (double[])logDensities.Clone();
        var context = new WorkContext(2, CancellationToken.None);
        fixed (double* data = rows, densities = table)
        {
            var responsibilities = Responsibilities.FromLogDensities(densities, Rows, Components, new double[Rows], new int[Rows], context);
            var moments = new ComponentMoments(
                new MatrixView(data, Rows, dimensions), responsibilities, new PinnedArray((long)Components * dimensions), new double[Components]);
            for (var component = 0; component < Components; component++)
            {
                var members = responsibilities.Rows(component);
                for (var i = 0; i < members.Length; i++)
                {
                    moments.Counts[component] += responsibilities.Weights(component)[i];
                    VectorKernels.AddScaled(responsibilities.Weights(component)[i], moments.Rows.Row(members[i]), moments.Mean(component), dimensions);
                }

                VectorKernels.Scale(1 / moments.Counts[component], moments.Mean(component), moments.Mean(component), dimensions);
            }

            var covariances = new PinnedArray((long)Components * dimensions * dimensions);
            var written = step.Compute(moments, covariances, all, context);
            return (covariances.Values, written);
        }
    }

    /// <summary>Upper triangles, relative to the variances.</summary>
    private static void AssertClose(double[] expected, double[] actual, int dimensions, double tolerance)
    {
        for (var component = 0; component < Components; component++)
        {
            var first = component * dimensions * dimensions;
            for (var i = 0; i < dimensions; i++)
            {
                for (var j = i; j < dimensions; j++)
                {
                    var scale = Math.Sqrt(expected[first + (i * (dimensions + 1))] * expected[first + (j * (dimensions + 1))]);
                    var place = first + (i * dimensions) + j;
                    Assert.InRange(actual[place], expected[place] - (tolerance * scale), expected[place] + (tolerance * scale));
                }
            }
        }
    }

    private static double[] Sample(int dimensions)
    {
        var random = new SeededRandom(9);
        var rows = new double[Rows * dimensions];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = random.NextDouble() + (i / dimensions % Components * 0.5) + (i % dimensions);
        }

        return rows;
    }

    private static double[] Table(ulong seed)
    {
        var random = new SeededRandom(seed);
        var table = new double[Rows * Components];
        foreach (ref var value in table.AsSpan())
        {
            value = 6 * random.NextDouble();
        }

        return table;
    }

    private static double[] Labels(Func<int, int> label)
    {
        var table = new double[Rows * Components];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = label(i / Components) == i % Components ? 0 : -100;
        }

        return table;
    }
}
