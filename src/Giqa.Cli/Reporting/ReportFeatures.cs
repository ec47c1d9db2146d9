using Giqa.Cli.Options;
using Giqa.Features;
using Giqa.Images;
using Giqa.Models;

namespace Giqa.Cli.Reporting;

/// <summary>The features of images that were scored before: from the cache, or computed again.</summary>
internal static class ReportFeatures
{
    /// <summary>Reads them.</summary>
    /// <param name="model">The model that gave the scores.</param>
    /// <param name="modelPath">Its name in messages.</param>
    /// <param name="images">The images in the order of the scores.</param>
    /// <param name="decoding">Their limits.</param>
    /// <param name="cache">Where features are kept.</param>
    /// <param name="session">The running verb.</param>
    /// <param name="cancellationToken">Checked per image.</param>
    /// <returns>The features by an image's place, null for one that has none; or null if the model's network is not installed.</returns>
    public static async Task<Func<int, float[]?>?> ReadAsync(QualityModel model, string modelPath, IImageSource images, DecodeOptions decoding, CacheChoice cache, Session session, CancellationToken cancellationToken)
    {
        var extraction = new ExtractorOptions { Threads = session.Threads, Device = session.Device, Limits = decoding };
        Backbone backbone;
        try
        {
            using var scorer = ImageScorer.Create(model, modelPath, new ImageScorerOptions { Extraction = extraction });
            backbone = scorer.Backbone;
        }
        catch (GiqaException e) when (e is not NativeLibraryException)
        {
            session.Warn($"the page shows no real images and does not check for copies: {e.Message}");
            return null;
        }

        var values = new float[images.Count][];
        using var store = cache.Open(session);
        using var extractor = new FeatureExtractor(backbone, extraction);
        using var line = session.Progress("features");
        await foreach (var item in extractor.ExtractAsync(images, store, line.As<ExtractionProgress>(p => (p.Done, p.Total, null)), cancellationToken).ConfigureAwait(false))
        {
            values[item.Index] = item.Values!;
        }

        return place => values[place];
    }
}
