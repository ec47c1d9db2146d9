using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>
/// The influence of single images on FID. Removing image x with y = x - m changes its mean by -y / (n - 1), exactly, and
/// its covariance by (S - n / (n - 1) y y^T) / (n - 2), exactly; FID's response to the mean is exact, its response to the
/// covariance first order: tr((I - T) dS), where T is the optimal map from that set's Gaussian onto the other's.
/// Cost: one eigendecomposition and one N x D x D product per set, instead of N distances.
/// </summary>
public static class FrechetInfluence
{
    private const int BlockRows = 256;

    /// <summary>The influences of all images of both sets.</summary>
    /// <param name="real">More rows than columns, with a covariance of full rank.</param>
    /// <param name="generated">The same.</param>
    /// <param name="threads">How many threads; 0 takes one per processor.</param>
    /// <param name="cancellationToken">Checked per block of rows.</param>
    /// <exception cref="GiqaException">
    /// A covariance is singular, so FID has no derivative: there are no more images than dimensions, or features that never vary.
    /// </exception>
    public static FrechetInfluenceResult Compute(
        FeatureMatrix real, FeatureMatrix generated, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        if (real.Columns != generated.Columns)
        {
            throw new GiqaException(
                $"features of {real.Columns} and of {generated.Columns} dimensions cannot be compared: extract both sets with one backbone");
        }

        var realStatistics = FeatureStatistics.Compute(real, CovarianceDivisor.CountMinusOne, threads, cancellationToken);
        var generatedStatistics = FeatureStatistics.Compute(generated, CovarianceDivisor.CountMinusOne, threads, cancellationToken);
        return TryCompute(real, realStatistics, generated, generatedStatistics, threads, cancellationToken)
            ?? throw new GiqaException(
                $"the influence on FID needs more images than the {real.Columns} feature dimensions in both sets, and features that vary; there are {real.Rows} and {generated.Rows}: add images");
    }

    /// <summary>Null if a covariance is singular.</summary>
    internal static FrechetInfluenceResult? TryCompute(
        FeatureMatrix real,
        FeatureStatistics realStatistics,
        FeatureMatrix generated,
        FeatureStatistics generatedStatistics,
        int threads,
        CancellationToken cancellationToken)
    {
        if (LiveColumns.Find(realStatistics, generatedStatistics) is { Length: > 0 } live)
        {
            var varying = TryCompute(
                LiveColumns.Take(real, live),
                LiveColumns.Take(realStatistics, live),
                LiveColumns.Take(generated, live),
                LiveColumns.Take(generatedStatistics, live),
                threads,
                cancellationToken);
            return varying is null ? null : varying with { Frechet = FrechetDistance.Compute(realStatistics, generatedStatistics) };
        }

        using var maps = TransportMaps.TryCreate(realStatistics, generatedStatistics);
        if (maps is null)
        {
            return null;
        }

        var gap = new double[real.Columns];
        for (var i = 0; i < gap.Length; i++)
        {
            gap[i] = generatedStatistics.Mean[i] - realStatistics.Mean[i];
        }

        var ofGenerated = Influences(generated, generatedStatistics, gap, maps.GeneratedToReal, maps.RootTrace, threads, cancellationToken);
        var back = Array.ConvertAll(gap, value => -value);
        var ofReal = Influences(real, realStatistics, back, maps.RealToGenerated, maps.RootTrace, threads, cancellationToken);
        return new FrechetInfluenceResult(FrechetDistance.Compute(realStatistics, generatedStatistics), ofGenerated, ofReal);
    }

    /// <param name="features">The set whose images are removed.</param>
    /// <param name="statistics">Its statistics.</param>
    /// <param name="gap">Its mean minus the other's.</param>
    /// <param name="root">D x D matrix G with G^T G = T.</param>
    /// <param name="rootTrace">tr T S = tr (S1 S2)^(1/2).</param>
    /// <param name="threads">0 takes one per processor.</param>
    /// <param name="cancellationToken">Checked per block.</param>
    private static unsafe double[] Influences(
        FeatureMatrix features,
        FeatureStatistics statistics,
        double[] gap,
        AlignedBuffer<double> root,
        double rootTrace,
        int threads,
        CancellationToken cancellationToken)
    {
        var size = features.Columns;
        var rows = new FeatureRows(features);
        var influences = new double[features.Rows];
        var whole = statistics.Trace - rootTrace;
        LinearAlgebra.Current.UseOneThread();
        ParallelBlocks.Run(
            ParallelBlocks.Count(features.Rows, BlockRows),
            threads,
            () => new AlignedBuffer<double>(2L * BlockRows * size),
            (block, memory) =>
            {
                var first = block * BlockRows;
                var count = Math.Min(BlockRows, features.Rows - first);
                var mapped = memory.Pointer + ((long)BlockRows * size);
                for (var i = 0; i < count; i++)
                {
                    rows.CopyCentred(first + i, statistics.Mean, new Span<double>(memory.Pointer + ((long)i * size), size));
                }

                LinearAlgebra.Current.MultiplyDouble(
                    Transposed.No, Transposed.Yes, BlockRows, size, size,
                    1.0, memory.Pointer, size, root.Pointer, size, 0.0, mapped, size);
                for (var i = 0; i < count; i++)
                {
                    var centred = new ReadOnlySpan<double>(memory.Pointer + ((long)i * size), size);
                    var transported = new ReadOnlySpan<double>(mapped + ((long)i * size), size);
                    influences[first + i] = Influence(centred, transported, gap, whole, features.Rows);
                }
            },
            cancellationToken);
        return influences;
    }

    private static double Influence(ReadOnlySpan<double> centred, ReadOnlySpan<double> transported, double[] gap, double whole, double count)
    {
        var length = StableSums.Dot(centred, centred);
        var meanChange = (-2.0 * StableSums.Dot(gap, centred) / (count - 1.0)) + (length / ((count - 1.0) * (count - 1.0)));
        var own = length - StableSums.Dot(transported, transported);
        var covarianceChange = (whole - (count / (count - 1.0) * own)) / (count - 2.0);
        return -(meanChange + covarianceChange);
    }
}

/// <summary>The effect of every image on FID.</summary>
/// <param name="Frechet">FID itself.</param>
/// <param name="Generated">Per generated image, FID minus FID without it: positive means that the image makes FID worse.</param>
/// <param name="Real">Per real image, the same.</param>
public sealed record FrechetInfluenceResult(FrechetResult Frechet, IReadOnlyList<double> Generated, IReadOnlyList<double> Real)
{
    /// <summary>FID's standard error from both samples, by the jackknife over these influences.</summary>
    public double StandardError => Effects.StandardError;

    internal ImageEffects Effects => new(Frechet.Distance, [.. Real], [.. Generated]);
}
