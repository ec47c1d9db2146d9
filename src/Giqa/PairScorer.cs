using System.Runtime.CompilerServices;
using Giqa.Features;
using Giqa.Images;
using Giqa.Images.Pairs;
using Giqa.Models;
using Giqa.Scores;

namespace Giqa;

/// <summary>Scores how good an image is in the style of a reference, with a model of <c>giqa train risa</c>.</summary>
/// <remarks>
/// Load it once and share it: it is thread-safe. A pair that cannot be used gives a result
/// with the reason, not an exception. A pair has the same score whatever else is scored before, after or at the same time.
/// </remarks>
public sealed class PairScorer : IDisposable
{
    private readonly FeatureExtractor _extractor;
    private readonly ExtractorOptions _options;

    private PairScorer(PairModel model, ExtractorOptions options) =>
        (Model, _options, _extractor) = (model, options, new FeatureExtractor(model.Extractor, options));

    /// <summary>The model behind the scores.</summary>
    internal PairModel Model { get; }

    /// <summary>Loads a model file.</summary>
    /// <param name="modelPath">A <c>.giqa</c> file of <c>giqa train risa</c>.</param>
    /// <param name="options">How to run; null for the defaults. Its backbones are not needed: the network is in the model.</param>
    /// <exception cref="ModelFileException">The file is damaged or another kind of model.</exception>
    public static PairScorer Load(string modelPath, ImageScorerOptions? options = null) => Create(PairModel.Load(modelPath), options);

    /// <summary>Scores with a model that is in memory already.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How to run; null for the defaults.</param>
    internal static PairScorer Create(PairModel model, ImageScorerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new PairScorer(model, options?.Extraction ?? new ExtractorOptions());
    }

    /// <summary>Scores one file against another.</summary>
    /// <param name="image">The generated image; also the result's name.</param>
    /// <param name="reference">The image whose style it was to take.</param>
    public ImageScore Score(string image, string reference)
    {
        ArgumentException.ThrowIfNullOrEmpty(image);
        ArgumentException.ThrowIfNullOrEmpty(reference);
        using var pairs = ReferencePairs.Of([new ReferencePair(image, reference)], Environment.CurrentDirectory, _options.Limits);
        return Describe(pairs.Items[0], Extract(pairs.Images), Extract(pairs.References));
    }

    /// <summary>Scores one decoded image against another.</summary>
    /// <param name="image">The generated image.</param>
    /// <param name="reference">The image whose style it was to take.</param>
    /// <returns>The score, in [0, 1]: 1 for a perfect image in exactly that style.</returns>
    public double Score(RgbImage image, RgbImage reference) => Model.Compare(_extractor.Extract(reference), _extractor.Extract(image));

    /// <summary>The style vector of an image, for callers that keep the vectors of their references: see <see cref="PairModel.Compare"/>.</summary>
    public float[] Style(RgbImage image) => _extractor.Extract(image);

    /// <summary>Scores every pair; each distinct image and reference goes through the network once.</summary>
    /// <param name="pairs">They must stay open until the last result is read.</param>
    /// <param name="cache">Caches the style vectors of images seen before; null for none.</param>
    /// <param name="progress">Reported after each generated image.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>One result per pair, in their order.</returns>
    internal async IAsyncEnumerable<ImageScore> ScoreAsync(
        ReferencePairs pairs,
        FeatureCache? cache = null,
        IProgress<ExtractionProgress>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var references = new List<ImageFeatures>(pairs.References.Count);
        await foreach (var reference in _extractor.ExtractAsync(pairs.References, cache, null, cancellationToken).ConfigureAwait(false))
        {
            references.Add(reference);
        }

        var (images, next) = (new List<ImageFeatures>(pairs.Images.Count), 0);
        await foreach (var image in _extractor.ExtractAsync(pairs.Images, cache, progress, cancellationToken).ConfigureAwait(false))
        {
            images.Add(image);
            for (; next < pairs.Items.Count && pairs.ImageOf(next) < images.Count; next++)
            {
                var number = pairs.ReferenceOf(next);
                yield return Describe(pairs.Items[next], images[pairs.ImageOf(next)], number < 0 ? null : references[number]);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _extractor.Dispose();

    private ImageFeatures Extract(IImageSource source)
    {
        try
        {
            return new ImageFeatures(0, source.GetName(0), Style(source.Read(0).Decode(Model.Extractor.Preprocessing.DecodeWith(_options.Limits))), null, null);
        }
        catch (ImageException e)
        {
            return new ImageFeatures(0, source.GetName(0), null, e.Fault, e.Message);
        }
    }

    private ImageScore Describe(ReferencePair pair, ImageFeatures image, ImageFeatures? reference)
    {
        var row = (image.Values, reference?.Values) switch
        {
            (null, _) => ImageScore.Skipped(pair.Image, image.Fault!.Value, image.Detail),
            (_, null) => ImageScore.Skipped(pair.Image, ImageFault.NoReference, WhyNone(pair, reference)),
            var (values, style) => Scored(pair.Image, Model.Compare(style, values)),
        };
        return row with { Reference = pair.Reference.Length > 0 ? pair.Reference : null, Source = pair.Source };
    }

    private static ImageScore Scored(string image, double score) => ImageScore.Scored(image, score, score);

    private static string WhyNone(ReferencePair pair, ImageFeatures? reference) => reference is null
        ? "no reference is given for it"
        : $"its reference {pair.Reference}: {reference.Detail ?? ImageScore.StatusOf(reference.Fault!.Value)}";
}
