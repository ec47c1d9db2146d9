using Giqa.Numerics;

namespace Giqa.Models;

/// <summary>EM in log space, step for step as scikit-learn's GaussianMixture.</summary>
internal static unsafe class ExpectationMaximization
{
    internal static GaussianMixture Run(
        MatrixView rows, GaussianMixtureOptions options, int[]? labels, IProgress<GaussianMixtureProgress>? progress, WorkContext context)
    {
        var ridge = options.Regularization.Absolute;
        if (options.Regularization.OfMeanVariance > 0)
        {
            ridge += options.Regularization.OfMeanVariance * MeanVariance(rows, context);
        }

        var random = new SeededRandom(options.Seed);
        var starts = labels is null ? options.Restarts : 1;
        GaussianMixture? best = null;
        for (var start = 1; start <= starts; start++)
        {
            var initial = labels ?? Cluster(rows, options, random.NextBits(), context);
            var number = start;
            void Report(int iteration, double bound, double change) =>
                progress?.Report(new GaussianMixtureProgress(number, starts, iteration, options.MaxIterations, bound, change));
            var result = Fit(rows, options, initial, ridge, Report, context);
            best = best is null || result.Training!.LowerBound > best.Training!.LowerBound ? result : best;
        }

        return best!;
    }

    private static int[] Cluster(MatrixView rows, GaussianMixtureOptions options, ulong seed, WorkContext context)
    {
        if (options.Components == 1)
        {
            return new int[rows.Rows];
        }

        var clustering = new KMeansOptions { Clusters = options.Components, Seed = seed, Threads = options.Threads };
        return [.. KMeans.Fit(rows, clustering, context.CancellationToken).Labels];
    }

    private static GaussianMixture Fit(
        MatrixView rows, GaussianMixtureOptions options, int[] labels, double ridge, Action<int, double, double> report, WorkContext context)
    {
        var gaussians = Create(options.Covariance, options.Components, rows.Columns);
        var owners = (int[])labels.Clone();
        var totals = new double[rows.Rows];
        var trace = new List<double>();
        var converged = false;
        var pooled = options.Regularization.PooledRows;
        var used = gaussians.Maximize(rows, Responsibilities.FromLabels(labels, options.Components), ridge, pooled, context);
        using (var table = new AlignedBuffer<double>((long)rows.Rows * options.Components))
        {
            while (trace.Count < options.MaxIterations && !converged)
            {
                gaussians.LogDensities(rows, table.Pointer, new DensityEvaluation(owners, FixedBlocks: false, options.Prune), context);
                var responsibilities = Responsibilities.FromLogDensities(
                    table.Pointer, rows.Rows, options.Components, totals, owners, context);
                used = gaussians.Maximize(rows, responsibilities, ridge, pooled, context);
                var bound = Bound(totals);
                var change = trace.Count == 0 ? double.PositiveInfinity : bound - trace[^1];
                converged = Math.Abs(change) < options.Tolerance;
                trace.Add(bound);
                report(trace.Count, bound, change);
            }
        }

        gaussians.Complete();
        var counts = (double[])gaussians.ComponentRows.Clone();
        var warnings = GaussianMixtureWarnings.For(options, rows.Rows, rows.Columns, counts, converged, ridge, used);
        return new GaussianMixture(
            gaussians, new GaussianMixtureTraining(rows.Rows, converged, [.. trace], counts, used, warnings));
    }

    internal static Gaussians Create(CovarianceKind kind, int components, int dimensions) => kind switch
    {
        CovarianceKind.Full => new FullGaussians(components, dimensions),
        CovarianceKind.Diagonal => new DiagonalGaussians(components, dimensions),
        CovarianceKind.Tied => new TiedGaussians(components, dimensions),
        CovarianceKind.Spherical => new SphericalGaussians(components, dimensions),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "this kind of covariance is unknown"),
    };

    private static double Bound(double[] totals)
    {
        var bound = totals.Sum() / totals.Length;
        return double.IsFinite(bound)
            ? bound
            : throw new GiqaException("the likelihood of the training rows is not finite; features must be finite: check the input for NaN or infinity");
    }

    private static double MeanVariance(MatrixView rows, WorkContext context)
    {
        var mean = Moments.Mean(new DoubleRows(rows), context.Threads, context.CancellationToken);
        double sum = 0;
        fixed (double* center = mean)
        {
            for (var row = 0; row < rows.Rows; row++)
            {
                sum += VectorKernels.SquaredDistance(rows.Row(row), center, rows.Columns);
            }
        }

        return sum / rows.Rows / rows.Columns;
    }
}
