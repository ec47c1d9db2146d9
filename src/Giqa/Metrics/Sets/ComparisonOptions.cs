using Giqa.Models;

namespace Giqa.Metrics;

/// <summary>What a comparison measures, and by which conventions.</summary>
public sealed record ComparisonOptions
{
    /// <summary>The metrics.</summary>
    /// <value>Default <see cref="ComparisonMetrics.FromFeatures"/>.</value>
    public ComparisonMetrics Metrics { get; init; } = ComparisonMetrics.FromFeatures;

    /// <summary>The seed of every draw: KID's subsets, splits, samples, bootstraps, and the models' fits.</summary>
    /// <value>Default 0.</value>
    public ulong Seed { get; init; }

    /// <summary>How many threads; 0 takes one per processor. The results do not depend on it.</summary>
    /// <value>Default 0.</value>
    public int Threads { get; init; }

    /// <summary>How the models for QS and DS are fitted; seed and threads are taken from here.</summary>
    /// <value>Default: as <see cref="QualityModel.Fit"/> does by default.</value>
    public FitOptions Fit { get; init; } = new();

    /// <summary>KID's subsets; seed and threads are taken from here.</summary>
    /// <value>Default 100 subsets of 1000.</value>
    public KidOptions Kernel { get; init; } = new();

    /// <summary>The Inception Score's splits; seed and threads are taken from here.</summary>
    /// <value>Default 10 splits.</value>
    public InceptionScoreOptions Inception { get; init; } = new();

    /// <summary>Neighbours of precision, recall, density and coverage.</summary>
    /// <value>Default 3 and 5.</value>
    public PrdcOptions Manifold { get; init; } = new();

    /// <summary>The covariances' divisor.</summary>
    /// <value>Default N - 1.</value>
    internal CovarianceDivisor Divisor { get; init; }

    /// <summary>Whether FID-infinity is computed with FID: 15 more distances.</summary>
    /// <value>Default true.</value>
    public bool Extrapolate { get; init; } = true;

    /// <summary>Whether standard errors are computed, and with two or more generated sets the paired tests.</summary>
    /// <value>Default true.</value>
    public bool Spread { get; init; } = true;

    /// <summary>Whether two generated sets are also tested folder by folder (class by class), see <see cref="ComparisonReport.FolderTests"/>.</summary>
    /// <value>Default false.</value>
    public bool FolderTests { get; init; }

    /// <summary>Random parts of a generated set that models are fitted to, for the spread of its DS.</summary>
    public static int ModelParts => HalfSampling.OfModels;

    /// <summary>Relabellings of a test of two sets.</summary>
    /// <value>Default 999, at least 99: no p is smaller than 2 / (their number + 1).</value>
    public int Replicates
    {
        get;
        init => field = value >= 99 ? value : throw new GiqaException($"a test needs at least 99 relabellings, not {value}");
    } = 999;
}
