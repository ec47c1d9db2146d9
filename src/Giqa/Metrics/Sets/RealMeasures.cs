using Giqa.Features;
using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Metrics;

/// <summary>The real set's share of every metric, each computed when first needed and kept for all generated sets.</summary>
internal sealed class RealMeasures
{
    private const int MostSampled = 1000;

    private readonly Lazy<QualityModel> _model;
    private readonly Lazy<FrechetSet> _frechet;
    private readonly Lazy<RealManifold> _manifold;
    private readonly Lazy<RealParts> _parts;
    private readonly Lazy<FeatureMatrix> _sample;
    private readonly Dictionary<MetricStep, object> _others = [];

    internal RealMeasures(FeatureSet set, ComparisonOptions options, CancellationToken cancellationToken)
    {
        Set = set;
        Fit = options.Fit with { Seed = options.Seed, Threads = options.Threads };
        PrdcOptions = options.Manifold with { Threads = options.Threads };
        _model = new Lazy<QualityModel>(() => QualityModel.FitToRate(set, Fit, cancellationToken));
        _frechet = new Lazy<FrechetSet>(() => FrechetSet.Create(set.Matrix, options.Divisor, options.Threads, cancellationToken));
        _manifold = new Lazy<RealManifold>(() => RealManifold.Create(set.Matrix, PrdcOptions, cancellationToken));
        _parts = new Lazy<RealParts>(() => new RealParts(this, options.Seed, cancellationToken));
        _sample = new Lazy<FeatureMatrix>(() => set.Matrix.Rows <= MostSampled ? set.Matrix : set.Matrix.SelectRows(new SeededRandom(options.Seed).Choose(set.Matrix.Rows, MostSampled)));
    }

    internal FeatureSet Set { get; }

    internal FitOptions Fit { get; }

    internal PrdcOptions PrdcOptions { get; }

    internal QualityModel Model => _model.Value;

    internal FrechetSet Frechet => _frechet.Value;

    internal RealManifold Manifold => _manifold.Value;

    internal RealParts Parts => _parts.Value;

    /// <summary>All reals, or 1,000 of them: enough to see how their mean quality moves from one model to the next.</summary>
    internal FeatureMatrix Sample => _sample.Value;

    /// <summary>A step's own measurements of the reals, made once.</summary>
    internal T Once<T>(MetricStep step, Func<T> make)
        where T : notnull => (T)(_others.TryGetValue(step, out var known) ? known : _others[step] = make());
}
