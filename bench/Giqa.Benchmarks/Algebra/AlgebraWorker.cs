using System.Globalization;
using Giqa.Benchmarks.Support;
using Giqa.Features;
using Giqa.Metrics;
using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Benchmarks.Algebra;

/// <summary>One side of <see cref="AlgebraBenchmark"/>: OpenBLAS, or with the argument "off" managed code.</summary>
internal static class AlgebraWorker
{
    internal static IReadOnlyList<string> Tasks { get; } =
    [
        "product, float32, 1024", "product, float64, 1024", "symmetric product, float64, 1024", "Cholesky, 1024", "Cholesky with pivots, 1024", "inverse of a triangle, 1024",
        "eigenvalues, 512", "eigenvalues, 1024", "eigenvalues, 2048", "eigenvectors, 512", "eigenvectors, 1024", "singular values, 512",
        "FID of two sets of 3000, 2048 dimensions", "KID of two sets of 2000, 2048 dimensions", "PCA(.95) and GMM of 7, 3000 x 1024", "nearest of 5000, 500 queries, 1024 dimensions",
    ];

    internal static async Task<int> RunAsync(string[] args)
    {
        if (args.Contains(OpenBlasLibrary.Off))
        {
            Environment.SetEnvironmentVariable(OpenBlasLibrary.Variable, OpenBlasLibrary.Off);
        }

        await WorkerLoop.RunAsync(Prepare);
        return 0;
    }

    private static unsafe Func<int, string> Prepare(string task)
    {
        var size = int.TryParse(task.Split(' ')[^1], CultureInfo.InvariantCulture, out var number) ? number : 0;
        var algebra = LinearAlgebra.Current;
        return task.Split(',')[0] switch
        {
            "product" when task.Contains("float32", StringComparison.Ordinal) => MultiplySingle(algebra, size),
            "product" => On(size, size, (a, b) => algebra.MultiplyDouble(Transposed.No, Transposed.Yes, size, size, size, 1, a, size, a, size, 0, b, size)),
            "symmetric product" => On(size, size, (a, b) => algebra.SymmetricRankDouble(Transposed.No, size, size, 1, a, size, 0, b, size)),
            "Cholesky" => OnCovariance(size, (a, _) => algebra.Cholesky(size, a)),
            "Cholesky with pivots" => OnCovariance(size, (a, b) => algebra.PivotedCholesky(size, a, (int*)b)),
            "inverse of a triangle" => OnCovariance(size, (a, _) => algebra.TriangularInverse(size, a)),
            "eigenvalues" => OnCovariance(size, (a, b) => algebra.TrySymmetricEigen(false, size, a, b), showSecond: true),
            "eigenvectors" => OnCovariance(size, (a, b) => algebra.TrySymmetricEigen(true, size, a, b), showSecond: true),
            "singular values" => OnCovariance(size, (a, b) => algebra.TrySingularValues(size, size, a, b), showSecond: true),
            "FID of two sets of 3000" => _ => Text(FrechetDistance.Compute(FeatureStatistics.Compute(Features(3000, 2048, 1), threads: 1), FeatureStatistics.Compute(Features(3000, 2048, 2), threads: 1)).Distance),
            "KID of two sets of 2000" => _ => Text(Kid.Compute(Features(2000, 2048, 1), Features(2000, 2048, 2), new KidOptions { Threads = 1, Subsets = 10 }).Mean),
            "nearest of 5000" => _ => Text(new NearestNeighbors(Features(5000, 1024, 1)).Find(Features(500, 1024, 2), 1, threads: 1).SquaredDistances.Sum(value => (double)value)),
            _ => _ => Text(FitMixture()),
        };
    }

    private static double FitMixture()
    {
        var features = Features(3000, 1024, 1);
        var reduced = PrincipalComponents.Fit(features, 0.95, threads: 1).Transform(features, threads: 1);
        return GaussianMixture.Fit(reduced, features.Rows, new GaussianMixtureOptions { Components = 7, MaxIterations = 5, Tolerance = 0, Threads = 1 }).Training!.LowerBound;
    }

    private static unsafe Func<int, string> MultiplySingle(ILinearAlgebra algebra, int size)
    {
        var (values, product) = (Features(size, size, 1).Values, new float[size * size]);
        return _ =>
        {
            fixed (float* a = values, b = product)
            {
                algebra.MultiplySingle(Transposed.No, Transposed.Yes, size, size, size, 1, a, size, a, size, 0, b, size);
            }

            return product[1].ToString("G6", CultureInfo.InvariantCulture);
        };
    }

    private static unsafe Func<int, string> OnCovariance(int size, Routine routine, bool showSecond = false)
    {
        var covariance = FeatureStatistics.Compute(Features(2 * size, size, 1), threads: 1).Covariance;
        return _ => Run((double[])covariance.Clone(), new double[size], routine, showSecond);
    }

    private static unsafe Func<int, string> On(int rows, int columns, Routine routine)
    {
        var values = Array.ConvertAll(Features(rows, columns, 1).Values, value => (double)value);
        return _ => Run(values, new double[rows * rows], routine, showSecond: true);
    }

    private static unsafe string Run(double[] first, double[] second, Routine routine, bool showSecond)
    {
        fixed (double* a = first, b = second)
        {
            routine(a, b);
        }

        return Text(showSecond ? second[second.Length > first.Length / 2 ? 1 : 0] : first[1]);
    }

    private static FeatureMatrix Features(int rows, int columns, ulong seed)
    {
        var random = new SeededRandom(seed);
        var values = new float[rows * columns];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(random.NextGaussian() / Math.Sqrt(1.0 + (i % columns)));
        }

        return new FeatureMatrix(rows, columns, values);
    }

    private static string Text(double value) => value.ToString("G12", CultureInfo.InvariantCulture);

    private unsafe delegate void Routine(double* first, double* second);
}
