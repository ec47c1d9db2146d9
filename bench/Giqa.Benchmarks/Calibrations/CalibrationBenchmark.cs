using System.Diagnostics;
using System.Globalization;
using Giqa.Benchmarks.Support;
using Giqa.Features;
using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Benchmarks.Calibrations;

/// <summary>
/// Is the quality of reals that a model has not seen .5 on average, and uniform, at any number of reals? Every fit draws its
/// reals anew, so the standard error over fits counts their sampling. Pass --output FILE to write the table as well, --data DIR for
/// photographs of your own, --only NAME to take one set, --sizes N,N to take some numbers of reals, --repeats N for another number of fits, --pool N for fewer images.
/// </summary>
internal static class CalibrationBenchmark
{
    private const int Unseen = 200;
    private const double Within = 2;
    private static readonly int[] Sizes = [20, 35, 60, 100, 200, 400, 1000, 5000];

    private static readonly (string Name, FitOptions Options)[] Fits =
    [
        ("gmm", new FitOptions()),
        ("gmm, no residual", new FitOptions { PcaResidual = false }),
        ("gmm, M = 1", new FitOptions { Components = 1 }),
        ("gmm, M = 70", new FitOptions { Components = 70 }),
        ("sgm", new FitOptions { Method = FitMethod.Sgm }),
        ("knn", new FitOptions { Method = FitMethod.Knn }),
    ];

    internal static async Task<int> RunAsync(string[] args)
    {
        var (only, repeats) = (Option(args, "--only"), Number(args, "--repeats") ?? 12);
        int[] sizes = Option(args, "--sizes") is { } listed ? [.. listed.Split(',').Select(size => int.Parse(size, CultureInfo.InvariantCulture))] : Sizes;
        var lines = new List<string>
        {
            "# Is quality .5 for reals that the model has not seen?",
            string.Empty,
            $"{Machine.Describe()}. `bench/calibration.sh`",
            string.Empty,
            $"Mean quality of {Unseen} unseen reals, with its standard error over independent fits, each on reals drawn anew. *within*: .5 lies within two",
            "standard errors, which with eight fits one cell in twelve misses by chance (Student's t), with four one in seven, with two three in ten. *KS*: the Kolmogorov-Smirnov distance of the qualities of all fits from uniform, and the",
            "mean distance of one fit's. Options are the defaults but for what the table names; M = 70 needs 350 fitted images, and fewer Gaussians",
            "are taken below. Where a pool is small the fits share reals, and the standard error is somewhat too small.",
            string.Empty,
            "| set | features | fit | reals | fits | mean quality | within | KS of all | KS of one | s a fit |",
            "| --- | ---: | --- | ---: | ---: | ---: | --- | ---: | ---: | ---: |",
        };
        var (cells, held) = (0, 0);
        foreach (var (name, backbone, open) in RealPool.All(Option(args, "--data"), Number(args, "--pool") ?? 5600).Where(pool => only is null || pool.Name == only))
        {
            var pool = await open();
            foreach (var size in sizes.Where(size => size + Unseen <= pool.Rows))
            {
                foreach (var (fit, options) in Fits.Where(fit => IsRun(fit.Name, size, pool.Columns)))
                {
                    var cell = Measure(pool, backbone, size, options, FitsOf(size, pool.Columns, repeats));
                    (cells, held) = (cells + 1, held + (cell.IsWithin ? 1 : 0));
                    lines.Add(string.Create(CultureInfo.InvariantCulture, $"| {name} | {pool.Columns} | {fit} | {size} | {cell.Fits} | {cell.Mean:.000} ± {cell.Error:.000} | {(cell.IsWithin ? "yes" : "no")} | {cell.OfAll:.00} | {cell.OfOne:.00} | {cell.Seconds:.00} |"));
                    await Console.Error.WriteLineAsync(lines[^1]);
                }
            }
        }

        lines.Add(string.Empty);
        lines.Add($"{held} of {cells} cells are within two standard errors.");
        await TableFile.WriteAsync(lines, args);
        return 0;
    }

    // The cost of a mixture grows with the square of the dimensions: the largest sizes get fewer fits, of the defaults alone.
    private static bool IsRun(string fit, int size, int dimensions) => size switch
    {
        <= 400 => true,
        1000 => dimensions <= 256 || fit is "gmm" or "sgm" or "knn",
        _ => dimensions <= 64 || (dimensions <= 1600 && fit is "gmm" or "sgm" or "knn"),
    };

    private static int FitsOf(int size, int dimensions, int repeats) => Math.Max(2, size switch
    {
        <= 200 => repeats,
        400 => dimensions > 256 ? repeats / 2 : repeats,
        1000 => repeats / 2,
        _ => repeats / 4,
    });

    private static Cell Measure(FeatureMatrix pool, string? backbone, int size, FitOptions options, int fits)
    {
        var (means, all, distances) = (new double[fits], new List<double>(), new double[fits]);
        var watch = Stopwatch.StartNew();
        for (var fit = 0; fit < fits; fit++)
        {
            var drawn = new SeededRandom((ulong)((size * 1000) + fit)).Choose(pool.Rows, size + Unseen);
            var reals = new FeatureSet(pool.SelectRows(drawn.AsSpan(0, size)), [.. drawn[..size].Select(row => new FeatureItem($"{row}"))], null, backbone);
            var qualities = QualityModel.Fit(reals, options with { Seed = (ulong)fit }).Qualities(pool.SelectRows(drawn.AsSpan(size)));
            (means[fit], distances[fit]) = (qualities.Average(), FromUniform(qualities));
            all.AddRange(qualities);
        }

        var mean = means.Average();
        var error = Math.Sqrt(means.Sum(value => (value - mean) * (value - mean)) / (fits - 1) / fits);
        return new Cell(fits, mean, error, Math.Abs(mean - .5) <= Within * error, FromUniform(all), distances.Average(), watch.Elapsed.TotalSeconds / fits);
    }

    private static double FromUniform(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return Enumerable.Range(0, sorted.Length).Max(i => Math.Max(sorted[i] - ((double)i / sorted.Length), ((i + 1.0) / sorted.Length) - sorted[i]));
    }

    private static int? Number(string[] args, string name) => Option(args, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private static string? Option(string[] args, string name) => Array.IndexOf(args, name) is var index and >= 0 ? args[index + 1] : null;

    private sealed record Cell(int Fits, double Mean, double Error, bool IsWithin, double OfAll, double OfOne, double Seconds);
}
