using System.Runtime.CompilerServices;
using Giqa.Features;
using Giqa.Images;
using Giqa.Images.Inputs;
using Giqa.Models;
using Giqa.Scores;

namespace Giqa;

/// <summary>Scores images with a model that was fitted on real ones: the whole library in one class.</summary>
/// <remarks>
/// Load it once and share it: it is thread-safe. An image that cannot be read gives a
/// result with the reason, not an exception. An image has the same score whatever else is scored before, after or at the same time.
/// </remarks>
public sealed class ImageScorer : IImageScorer, IDisposable
{
    private const int BatchSize = ModelRows.GroupSize;

    private readonly FeatureExtractor _extractor;
    private readonly ExtractorOptions _options;

    private ImageScorer(QualityModel model, FeatureExtractor extractor, ExtractorOptions options) =>
        (Model, _extractor, _options) = (model, extractor, options);

    /// <summary>The model behind the scores.</summary>
    public QualityModel Model { get; }

    /// <summary>The backbone that its features come from.</summary>
    public Backbone Backbone => _extractor.Backbone;

    /// <summary>Loads a model file and the backbone that it was fitted with.</summary>
    /// <param name="modelPath">A <c>.giqa</c> file.</param>
    /// <param name="options">How to run; null for the defaults.</param>
    /// <exception cref="ModelFileException">The file is damaged, or its backbone is not the one installed here.</exception>
    /// <exception cref="GiqaException">Its backbone is not installed.</exception>
    public static ImageScorer Load(string modelPath, ImageScorerOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelPath);
        return Create(QualityModel.Load(modelPath), modelPath, options);
    }

    /// <summary>Scores with a model that is in memory already.</summary>
    /// <param name="model">The model.</param>
    /// <param name="modelName">Its name in messages.</param>
    /// <param name="options">How to run; null for the defaults.</param>
    /// <exception cref="ModelFileException">Its backbone is not the one installed here, or is unknown.</exception>
    /// <exception cref="GiqaException">Its backbone is not installed.</exception>
    public static ImageScorer Create(QualityModel model, string modelName, ImageScorerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new ImageScorerOptions();
        var backbone = ModelBackbone.Open(model, modelName, options.Backbones);
        return new ImageScorer(model, new FeatureExtractor(backbone, options.Extraction), options.Extraction);
    }

    /// <summary>Scores a file.</summary>
    /// <param name="path">The image; also the result's name.</param>
    /// <param name="cancellationToken">Checked before the network runs.</param>
    public ImageScore Score(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var source = new FileSource([path], [path], _options.Limits.MaxFileBytes);
        return Score(path, () => source.Read(0).Decode(Decode), cancellationToken);
    }

    /// <summary>Scores an encoded image: JPEG, PNG, WebP, BMP or PNM.</summary>
    /// <param name="encoded">The file's bytes.</param>
    /// <param name="name">The result's name.</param>
    /// <param name="cancellationToken">Checked before the network runs.</param>
    public ImageScore Score(ReadOnlyMemory<byte> encoded, string name = "image", CancellationToken cancellationToken = default) =>
        Score(name, () => ImageContent.FromFile(encoded).Decode(Decode), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>The work is done on the thread pool; <see cref="Score(ReadOnlyMemory{byte}, string, CancellationToken)"/> does it on the caller's thread.</remarks>
    public Task<ImageScore> ScoreAsync(ReadOnlyMemory<byte> encoded, string name = "image", CancellationToken cancellationToken = default) =>
        Task.Run(() => Score(encoded, name, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<ImageScore> ScoreAsync(Stream stream, string name = "image", CancellationToken cancellationToken = default)
    {
        try
        {
            return await ScoreAsync(await EncodedStream.ReadAsync(stream, _options.Limits.MaxFileBytes, cancellationToken).ConfigureAwait(false), name, cancellationToken).ConfigureAwait(false);
        }
        catch (ImageException e)
        {
            return ImageScore.Skipped(name, e.Fault, e.Message);
        }
    }

    /// <summary>Scores a decoded image.</summary>
    /// <param name="image">Its pixels.</param>
    /// <param name="name">The result's name.</param>
    /// <param name="cancellationToken">Checked before the network runs.</param>
    public ImageScore Score(RgbImage image, string name = "image", CancellationToken cancellationToken = default) =>
        Score(name, () => image, cancellationToken);

    /// <summary>Scores files as their paths arrive.</summary>
    /// <param name="paths">The images' paths, which are also the results' names.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>One result per path, in the paths' order.</returns>
    public IAsyncEnumerable<ImageScore> ScoreAsync(IEnumerable<string> paths, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return ScoreAsync(paths.ToAsyncEnumerable(), cancellationToken);
    }

    /// <summary>Scores files as their paths arrive, in groups, decoding while the network runs.</summary>
    /// <param name="paths">The images' paths, which are also the results' names.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>One result per path, in the paths' order.</returns>
    public async IAsyncEnumerable<ImageScore> ScoreAsync(IAsyncEnumerable<string> paths, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        await foreach (var batch in paths.Chunk(BatchSize).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            using var source = new FileSource(batch, batch, _options.Limits.MaxFileBytes);
            await foreach (var score in ScoreAsync(source, cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                yield return score;
            }
        }
    }

    /// <summary>Scores every image of a source.</summary>
    /// <param name="source">The images; it must stay open until the last result is read.</param>
    /// <param name="cache">Caches the features of images seen before; null for none.</param>
    /// <param name="progress">Reported after each image.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>One result per image, in the source's order.</returns>
    public async IAsyncEnumerable<ImageScore> ScoreAsync(
        IImageSource source,
        FeatureCache? cache = null,
        IProgress<ExtractionProgress>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        await foreach (var score in Model.ScoreImagesAsync(_extractor.ExtractAsync(source, cache, progress, cancellationToken), _options.Threads, cancellationToken).ConfigureAwait(false))
        {
            yield return score;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _extractor.Dispose();

    private DecodeOptions Decode => Backbone.Preprocessing.DecodeWith(_options.Limits);

    private ImageScore Score(string name, Func<RgbImage> decode, CancellationToken cancellationToken)
    {
        try
        {
            var image = decode();
            cancellationToken.ThrowIfCancellationRequested();
            var features = _extractor.Extract(image);
            return ExtractionFault.In(features) is { } wrong ? throw wrong : Model.ScoreImages([new ImageFeatures(0, name, features, null, null)], _options.Threads, cancellationToken)[0];
        }
        catch (ImageException e)
        {
            return ImageScore.Skipped(name, e.Fault, e.Message);
        }
    }
}

/// <summary>How an <see cref="ImageScorer"/> runs.</summary>
public sealed record ImageScorerOptions
{
    /// <summary>Where to look up the model's backbone.</summary>
    /// <value>Default: the backbones next to the program, and those in the user's data folder.</value>
    public BackboneStore Backbones { get; init; } = new();

    /// <summary>Threads, device, and the limits on files and pixels.</summary>
    /// <value>Default: every core, the CPU.</value>
    public ExtractorOptions Extraction { get; init; } = new();
}
