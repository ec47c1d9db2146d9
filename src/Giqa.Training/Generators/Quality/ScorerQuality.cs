using Giqa.Features;
using Giqa.Images;
using Giqa.Models;
using Giqa.Numerics;

namespace Giqa.Training.Generators;

/// <summary>Qualities of samples by a fitted model.</summary>
internal static class ScorerQuality
{
    private const int QuickReals = 512;
    private const double QuickHoldOut = 0.25;

    /// <summary>Judges with a scorer, which must stay open as long.</summary>
    public static BatchQuality Of(ImageScorer scorer)
    {
        return images =>
        {
            using var source = new SampleSource(images);
            return [.. scorer.ScoreAsync(source).ToBlockingEnumerable().Select(score => score.Quality ?? double.NaN)];
        };
    }

    /// <summary>
    /// A model for following a training when the user gave none: the nearest of at most 512 of the training images, by the default
    /// backbone. It costs a few seconds once, and says whether samples come nearer to the real ones; it is no figure to publish.
    /// </summary>
    /// <param name="set">The training images.</param>
    /// <param name="backbone">The features, those of the default backbone as a rule.</param>
    /// <param name="options">Threads and device.</param>
    /// <param name="cancellationToken">Checked between images.</param>
    public static async Task<QualityModel> FitQuickAsync(TrainingSet set, Backbone backbone, ExtractorOptions options, CancellationToken cancellationToken = default)
    {
        var chosen = new SeededRandom(0).Choose(set.Count, Math.Min(QuickReals, set.Count));
        using var source = new SampleSource([.. chosen.Select(set.Image)]);
        using var extractor = new FeatureExtractor(backbone, options);
        var reals = await FeatureSet.ExtractAsync(extractor, source, cancellationToken: cancellationToken).ConfigureAwait(false);
        return QualityModel.Fit(reals, new FitOptions { Method = FitMethod.Knn, HoldOut = reals.Matrix.Rows < QuickReals ? null : QuickHoldOut }, null, cancellationToken);
    }
}

/// <summary>Judges samples while a generator is trained.</summary>
/// <param name="images">A batch of samples.</param>
/// <returns>One quality an image, in (0, 1).</returns>
internal delegate IReadOnlyList<double> BatchQuality(IReadOnlyList<RgbImage> images);
