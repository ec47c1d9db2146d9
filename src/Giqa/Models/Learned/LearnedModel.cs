using Giqa.Features;
using Giqa.Images;

namespace Giqa.Models;

/// <summary>Makes models whose scores come from a network that was trained on images and is stored in the model.</summary>
internal static class LearnedModel
{
    private const int FewHeldOut = 50;

    /// <summary>Calibrates a trained network on real images that it was not trained on.</summary>
    /// <param name="network">The network; its features are its outputs.</param>
    /// <param name="heldOut">Its outputs for the held-out reals.</param>
    /// <param name="options">Method, seed and sources.</param>
    /// <param name="training">How it was trained.</param>
    /// <param name="heldOutImages">Those reals themselves, in the network's size, for a probe with ruined versions.</param>
    /// <exception cref="GiqaException">There is no held-out real.</exception>
    internal static QualityModel Create(Backbone network, FeatureSet heldOut, FitOptions options, TrainingReport training, IEnumerable<RgbImage> heldOutImages)
    {
        var scorer = new LearnedScorer(options.Method, network.FeatureCount, training.SoundnessClassifiers);
        return Calibrate(network, heldOut, scorer, options, training, imported: null, heldOutImages);
    }

    /// <summary>Calibrates scores from a network's outputs on real images that it was not trained on.</summary>
    /// <param name="network">The network; its features are its outputs.</param>
    /// <param name="heldOut">Its outputs for those reals.</param>
    /// <param name="scorer">How they become a score.</param>
    /// <param name="options">Method, seed and sources.</param>
    /// <param name="training">How it was trained; null if it was trained elsewhere.</param>
    /// <param name="imported">Where it comes from; null if it was trained here.</param>
    /// <param name="heldOutImages">The reals themselves, for a model that was trained here.</param>
    /// <exception cref="GiqaException">There is no held-out real.</exception>
    internal static QualityModel Calibrate(Backbone network, FeatureSet heldOut, Scorer scorer, FitOptions options, TrainingReport? training, ImportedScorerReport? imported, IEnumerable<RgbImage> heldOutImages)
    {
        var trained = training?.RealImages ?? 0;
        var (rows, count) = (Array.ConvertAll(heldOut.Matrix.Values, value => (double)value), heldOut.Matrix.Rows);
        var (scores, chain) = (new double[count], Chain(network.FeatureCount));
        scorer.Score(rows, scores, 1, CancellationToken.None);
        var calibration = Calibration.Fit(scores);
        var report = training is null ? null : training with { DegradedReals = ForeignProbe.RunDegraded(network, scorer, calibration, heldOutImages) };
        var probe = ForeignProbe.Run(network, scorer, calibration, options.Method) with { DegradedReals = report?.DegradedReals ?? [] };
        string[] praised = probe.Describe() is { } found ? [found] : [];
        return new QualityModel([new ModelBranch([new ScoredTap(chain, scorer, ScoreScale.None)], calibration)], chain, NoReferences(network.FeatureCount, options))
        {
            Options = options with { Threads = 0, SquareRoots = false, Standardize = false, PcaRate = 0, PcaResidual = false, Taps = TapDensity.Joint, Whiten = false },
            Report = new FitReport
            {
                CalibratedBy = "hold-out",
                Dimensions = network.FeatureCount,
                Counts = new FitCounts(trained + heldOut.Items.Count, heldOut.Items.Count - count, trained, count, 0),
                Warnings = [.. count >= FewHeldOut ? [] : (string[])[$"Only {Counted.With(count, "real image", "was", "were")} held out: qualities are based on few comparisons; several hundred would be better."], .. praised],
            },
            Provenance = FeatureProvenance.Of(network),
            Software = ModelFile.Software,
            Network = network,
            Training = report,
            Imported = imported,
        };
    }

    internal static FeatureChain Chain(int outputs) => new(outputs, false, null, null);

    internal static ReferenceSet NoReferences(int outputs, FitOptions options) => new(new FeatureMatrix(0, outputs, []), [], options.Sources);
}
