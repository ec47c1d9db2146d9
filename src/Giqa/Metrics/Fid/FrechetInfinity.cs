using Giqa.Features;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>
/// FID-infinity (Chong and Forsyth, 2020): FID is biased upwards by about 1/N, so it is measured on samples of rising size
/// against all reals, and the intercept of the line over 1/N is reported. The real set's own bias remains.
/// </summary>
internal static class FrechetInfinity
{
    /// <summary>The smallest sample, if there are ten times as many images.</summary>
    private const int SmallestSample = 5000;

    /// <summary>Samples processed at once: each needs several D x D matrices.</summary>
    private const int MostAtOnce = 4;

    /// <summary>The extrapolated distance.</summary>
    /// <param name="real">At least 2 rows.</param>
    /// <param name="generated">At least 4 rows of the same length.</param>
    /// <param name="options">Sizes and seed.</param>
    /// <param name="cancellationToken">Checked per sample.</param>
    /// <exception cref="GiqaException">Too few rows or other dimensions.</exception>
    public static FrechetInfinityResult Compute(
        FeatureMatrix real, FeatureMatrix generated, FrechetInfinityOptions options, CancellationToken cancellationToken = default)
    {
        var prepared = FrechetSet.Create(real, options.Divisor, options.Threads, cancellationToken);
        return Compute(prepared, generated, options, cancellationToken);
    }

    internal static FrechetInfinityResult Compute(
        FrechetSet real, FeatureMatrix generated, FrechetInfinityOptions options, CancellationToken cancellationToken)
    {
        var work = new InfinityWork(real, generated, Counts(generated.Rows, options.Sizes), options.Seed, options.Divisor);
        var counts = work.Counts;
        var distances = new double[counts.Length];
        if (real.Statistics is not null && work.TryShare(cancellationToken) is { } pieces)
        {
            distances = [.. pieces.Select(piece => piece[0])];
        }
        else
        {
            // The largest first, so that threads finish together.
            var most = Math.Min(MostAtOnce, ParallelBlocks.Threads(options.Threads));
            ParallelBlocks.Run(counts.Length, most, task => distances[^(task + 1)] = work.Distance(counts.Length - 1 - task, threads: 1, cancellationToken), cancellationToken);
        }

        var (intercept, slope) = FitLine(Array.ConvertAll(counts, count => 1.0 / count), distances);
        return new FrechetInfinityResult(intercept, slope, counts, distances);
    }

    private static int[] Counts(int rows, int sizes)
    {
        if (rows < 4)
        {
            throw new GiqaException($"FID-infinity needs at least 4 generated images, not {rows}: add images");
        }

        var smallest = Math.Min(SmallestSample, Math.Max(rows / 10.0, 2.0));
        return [.. Enumerable.Range(0, sizes).Select(i => (int)(smallest + ((rows - smallest) * i / (sizes - 1))))];
    }

    private static (double Intercept, double Slope) FitLine(double[] x, double[] y)
    {
        double meanX = x.Average(), meanY = y.Average(), covariance = 0.0, variance = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            covariance += (x[i] - meanX) * (y[i] - meanY);
            variance += (x[i] - meanX) * (x[i] - meanX);
        }

        var slope = variance > 0.0 ? covariance / variance : 0.0;
        return (meanY - (slope * meanX), slope);
    }
}

/// <summary>How FID is extrapolated to infinitely many generated images.</summary>
internal sealed record FrechetInfinityOptions
{
    /// <summary>How many sample sizes, evenly spaced up to all images.</summary>
    /// <value>Default 15, at least 2.</value>
    public int Sizes
    {
        get;
        init => field = value > 1 ? value : throw new GiqaException($"a line through FIDs needs at least 2 sample sizes, not {value}");
    } = 15;

    /// <summary>The seed of the samples.</summary>
    /// <value>Default 0.</value>
    public ulong Seed { get; init; }

    /// <summary>The covariances' divisor.</summary>
    /// <value>Default N - 1.</value>
    public CovarianceDivisor Divisor { get; init; }

    /// <summary>How many threads; 0 takes one per processor. The result does not depend on it.</summary>
    /// <value>Default 0.</value>
    public int Threads { get; init; }
}

/// <summary>FID extrapolated to infinitely many generated images.</summary>
/// <param name="Distance">The line's value at 1/N = 0. Noise may make it negative.</param>
/// <param name="Slope">The change of FID per 1/N: a measure of its bias at this size.</param>
/// <param name="Counts">The sample sizes.</param>
/// <param name="Distances">The FID of every sample.</param>
internal sealed record FrechetInfinityResult(double Distance, double Slope, IReadOnlyList<int> Counts, IReadOnlyList<double> Distances);
