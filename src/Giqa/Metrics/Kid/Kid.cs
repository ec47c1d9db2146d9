using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>
/// KID: the unbiased squared maximum mean discrepancy with the kernel (x.y / D + 1)^3, averaged over subsets
/// (Binkowski 2018 eq. 4).
/// </summary>
internal static class Kid
{
    /// <summary>
    /// Draws subsets by the options and averages over them. By Giqa's convention the real rows depend on the seed alone, so
    /// several generated sets are compared with the same reals; by NumPy's, each subset's generated rows are drawn before its real rows.
    /// </summary>
    /// <param name="real">At least 2 rows.</param>
    /// <param name="generated">At least 2 rows of the same length.</param>
    /// <param name="options">Subsets, seed, precision.</param>
    /// <param name="cancellationToken">Checked per subset.</param>
    /// <exception cref="GiqaException">Too few rows or other dimensions.</exception>
    public static KidResult Compute(
        FeatureMatrix real, FeatureMatrix generated, KidOptions options, CancellationToken cancellationToken = default)
    {
        var size = Math.Min(options.SubsetSize, Math.Min(real.Rows, generated.Rows));
        var sampler = new RowSampler(options.Seed, options.Convention);
        var realSampler = options.Convention == RandomConvention.Giqa ? new RowSampler(~options.Seed, options.Convention) : sampler;
        var realRows = new int[options.Subsets][];
        var generatedRows = new int[options.Subsets][];
        for (var subset = 0; subset < options.Subsets; subset++)
        {
            generatedRows[subset] = sampler.Choose(generated.Rows, size);
            realRows[subset] = realSampler.Choose(real.Rows, size);
        }

        return Compute(real, generated, realRows, generatedRows, options, cancellationToken);
    }

    /// <summary>Averages over given subsets: row numbers of the real and of the generated set, one array per subset, all of one length.</summary>
    /// <exception cref="GiqaException">Too few rows, other dimensions, or subsets of unequal length.</exception>
    public static KidResult Compute(
        FeatureMatrix real,
        FeatureMatrix generated,
        IReadOnlyList<int[]> realRows,
        IReadOnlyList<int[]> generatedRows,
        KidOptions options,
        CancellationToken cancellationToken = default)
    {
        var size = RequireSubsets(real, generated, realRows, generatedRows);
        var values = !options.DoublePrecision && OverlappingSubsets.Pay(real.Rows, generated.Rows, real.Columns, realRows.Count, size)
            ? OverlappingSubsets.Discrepancies(generated, generatedRows, real, realRows, options.Threads, cancellationToken)
            : EachAlone(real, generated, realRows, generatedRows, options, cancellationToken);
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return new KidResult(mean, deviation, size, values);
    }

    private static double[] EachAlone(
        FeatureMatrix real, FeatureMatrix generated, IReadOnlyList<int[]> realRows, IReadOnlyList<int[]> generatedRows, KidOptions options, CancellationToken cancellationToken)
    {
        var work = new KidWork(real, generated, realRows, generatedRows, options.DoublePrecision);
        if (work.TryShare(cancellationToken) is { } pieces)
        {
            return [.. pieces.SelectMany(piece => piece)];
        }

        var values = new double[realRows.Count];
        LinearAlgebra.Current.UseOneThread();
        ParallelBlocks.Run(
            values.Length,
            options.Threads,
            () => new KidWorkspace(realRows[0].Length, real.Columns, options.DoublePrecision),
            (subset, workspace) => values[subset] = workspace.Discrepancy(generated, generatedRows[subset], real, realRows[subset]),
            cancellationToken);
        return values;
    }

    private static int RequireSubsets(
        FeatureMatrix real, FeatureMatrix generated, IReadOnlyList<int[]> realRows, IReadOnlyList<int[]> generatedRows)
    {
        if (real.Columns != generated.Columns)
        {
            throw new GiqaException(
                $"features of {real.Columns} and of {generated.Columns} dimensions cannot be compared: extract both sets with one backbone");
        }

        FeatureMagnitude.Require(real);
        FeatureMagnitude.Require(generated);
        var size = realRows.Count == 0 ? 0 : realRows[0].Length;
        if (size < 2 || realRows.Count != generatedRows.Count || realRows.Concat(generatedRows).Any(rows => rows.Length != size))
        {
            throw new GiqaException("KID needs subsets of one length, at least 2 rows each, with as many reals as generated images: add images");
        }

        return size;
    }
}

/// <summary>KID over subsets.</summary>
/// <param name="Mean">The mean of the subsets' unbiased MMD^2; slightly negative values are possible.</param>
/// <param name="StandardDeviation">Their population standard deviation: the spread of one subset, not of the mean.</param>
/// <param name="SubsetSize">Rows per subset, after shrinking.</param>
/// <param name="Values">MMD^2 of every subset, in the order drawn.</param>
internal sealed record KidResult(double Mean, double StandardDeviation, int SubsetSize, IReadOnlyList<double> Values);
